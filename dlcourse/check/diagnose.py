"""`diagnose`: is this model able to learn from this batch? Eleven checks, each with a number and a remedy."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:  # torch is loaded when a model is diagnosed, not when the room is entered
    import torch

Verdict = Literal["ok", "look", "broken", "skipped"]
MARKS: Final[dict[Verdict, str]] = {"ok": "✓", "look": "?", "broken": "✗", "skipped": "–"}


@dataclass(frozen=True)
class Finding:
    """What one check found: the number it measured, what that means, and what to do about it."""

    check: str
    verdict: Verdict
    number: float
    says: str
    remedy: str = ""
    layers: dict[str, float] = field(default_factory=dict)  # the number of each layer, where there is one

    @property
    def shown(self) -> str:
        return "–" if math.isnan(self.number) else f"{self.number:.3g}"


@dataclass(frozen=True, repr=False)
class Report:
    """The findings in the order of the checks; prints as a table, `report["overfit"]` is one of them."""

    findings: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        """True when no check asks for a look and none found the model broken."""
        return all(finding.verdict in ("ok", "skipped") for finding in self)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __getitem__(self, check: str) -> Finding:
        for finding in self:
            if finding.check == check:
                return finding
        raise KeyError(f"no check {check!r}; there are {', '.join(finding.check for finding in self)}")

    def __repr__(self) -> str:
        lines = []
        for f in self:
            lines.append(f"{MARKS[f.verdict]} {f.check:<13}{f.shown:>9}  {f.says}")
            lines += [f"{'':26}{f.remedy}"] * bool(f.remedy)
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = ""
        for f in self:
            says = escape(f.says) + (f"<br><b>{escape(f.remedy)}</b>" if f.remedy else "")
            mark = f'<span role="img" aria-label="{f.verdict}">{MARKS[f.verdict]}</span>'
            rows += (
                f'<tr style="vertical-align:top"><th scope="row" style="text-align:left;white-space:nowrap">'
                f'{mark} {escape(f.check)}</th><td style="text-align:right;padding:0 .6em">{f.shown}</td>'
                f'<td style="text-align:left;white-space:normal">{says}</td></tr>'
            )
        head = "".join(f'<th scope="col">{name}</th>' for name in ("check", "number", "meaning"))
        return f'<div style="overflow-x:auto" tabindex="0"><table><tr>{head}</tr>{rows}</table></div>'


def diagnose(
    model: "torch.nn.Module",
    loss: Callable[..., "torch.Tensor"],
    batch: "tuple[torch.Tensor, torch.Tensor]",
    *,
    optimizer: "Callable[..., torch.optim.Optimizer] | None" = None,
    steps: int = 200,
    seed: int = 0,
) -> Report:
    """Check whether `model` can learn from `batch`, and leave it exactly as it was.

    Parameters
    ----------
    model : torch.nn.Module
        As you would train it. Weights, gradients, buffers, modes, attributes and the random state of
        Python, NumPy and torch (CPU, and the GPU of the batch) are put back, also after an error.
    loss : callable
        `loss(model(X), y)`, a scalar tensor.
    batch : (X, y)
        X, shape (n, ...), and y, shape (n, ...), on the device of the model; n >= 8, better 64 to 512.
    optimizer : callable, optional
        Takes the parameters and returns the optimizer you train with, as in
        `lambda p: torch.optim.SGD(p, lr=0.1)`; Adam with lr 1e-3 when not given.
    steps : int
        At most so many steps on one small batch, for each optimizer that is tried.
    seed : int
        The same seed gives the same report.

    Raises
    ------
    TypeError, ValueError
        If a part of the batch is no tensor, the lengths differ, there are fewer than 8 samples, a label
        has no output, or the loss is no scalar. Errors of the model itself are passed on.

    Examples
    --------
    >>> import torch
    >>> X = torch.randn(64, 2, generator=torch.Generator().manual_seed(0))
    >>> _ = torch.manual_seed(0)
    >>> net = torch.nn.Sequential(torch.nn.Linear(2, 32), torch.nn.ReLU(), torch.nn.Linear(32, 2))
    >>> diagnose(net, torch.nn.functional.cross_entropy, (1000 * X, (X[:, 0] > 0).long()))["input"].verdict
    'look'
    """
    from dlcourse.check.symptoms import Case, examine

    return Report(examine(Case(model, loss, *batch, optimizer=optimizer, steps=steps, seed=seed)))
