"""Losses and gradients that are not finite: found in their batch, with the cause as far as it is known."""

import math
import re
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from dlcourse.train.callbacks import Run
from dlcourse.train.losses import Count

_UNREAD = 64  # values left on an accelerator before they are read, which waits for it
_SINGULAR = "sqrt|norm|pow|log|div|reciprocal|std|var|acos|asin|atan|cdist|dist|hypot"  # at 0, or at an end


class FiniteCheck:
    """Adds up the losses of a run's epoch, and raises at the first loss or gradient that is not finite.

    On a CPU that is before the bad step, so that the weights stay as they were. On an accelerator values are
    read in groups, because each reading would wait for it, and the error names the batch all the same.
    """

    def __init__(self, run: Run, parameters: list[nn.Parameter], device: torch.device):
        self.run, self.parameters = run, parameters
        self.read_at = 1 if device.type == "cpu" else _UNREAD
        self._unread: list[tuple[int, Tensor, Count | None]] = []  # batch, loss and its count, or a flag
        self._flag, self._one = torch.zeros((), device=device), torch.ones((), device=device)

    def loss(self, loss: Tensor, count: Count, X: Any) -> None:
        """Look at the mean loss of a batch."""
        self._keep(loss, count, X)

    def gradient(self, again: Callable[[], Tensor]) -> None:
        """Look at the gradient; `again` computes the loss of the batch once more, to find the cause."""
        grads = [grad for p in self.parameters if (grad := p.grad) is not None]
        if self.read_at > 1:
            self._keep(_not_finite(grads, torch.zeros_like(self._one), self._one), None)
        elif _not_finite(grads, self._flag.zero_(), self._one).item():
            self._raise_for_gradient(self.run.batch, again)

    def _keep(self, value: Tensor, count: Count | None, X: Any = None) -> None:
        self._unread.append((self.run.batch, value, count))
        if len(self._unread) >= self.read_at:
            self.read(X)

    def read(self, X: Any = None) -> None:
        """Read what still lies on the device."""
        run = self.run
        for batch, tensor, count in self._unread:
            value = tensor.item()
            if count is None:
                if value:
                    self._raise_for_gradient(batch)
            elif math.isfinite(value):
                run.loss_sum += value * float(count)
                run.count += float(count)
            else:
                where = f"epoch {run.epoch + 1}, batch {batch}"
                reason = why_not_finite(run.model, X, value)
                raise FloatingPointError(f"the loss is {value} in {where}: {reason}")
        self._unread.clear()

    def _raise_for_gradient(self, batch: int, again: Callable[[], Tensor] | None = None) -> None:
        model = self.run.model
        bad = [name for name, p in model.named_parameters() if not _is_finite(p.grad)]
        of = f"of {bad[0]} ({len(bad)} of the parameters) " if bad else ""
        model.zero_grad()
        reason = "torch.autograd.set_detect_anomaly(True) names the operation"
        if again is not None:
            with torch.random.fork_rng([]):
                reason = _why_not_differentiable(again())
            model.zero_grad()
        where = f"epoch {self.run.epoch + 1}, batch {batch}"
        raise FloatingPointError(f"the loss is finite, but its gradient {of}is not in {where}: {reason}")


def _not_finite(tensors: list[Tensor], flag: Tensor, one: Tensor) -> Tensor:
    """`flag`, a 0, becomes 1 if any value is NaN or infinite; `one` is a 1; all on one device."""
    try:
        # what GradScaler calls: all tensors at once, for half of what a norm costs
        torch._amp_foreach_non_finite_check_and_unscale_(tensors, flag, one)
        return flag
    except (RuntimeError, NotImplementedError):  # sparse gradients, rare dtypes, an old mps
        return flag.fill_(not all(map(_is_finite, tensors)))


def _is_finite(tensor: Tensor | None) -> bool:
    if tensor is not None and tensor.is_sparse:
        tensor = tensor.coalesce().values()
    return tensor is None or bool(torch.isfinite(tensor).all())


def why_not_finite(model: nn.Module, X: Any, value: float) -> str:
    """What is known about a loss that became NaN or infinite, and what to do."""
    inputs = [x for x in (X if isinstance(X, tuple | list) else (X,)) if isinstance(x, Tensor)]
    if not all(bool(torch.isfinite(x).all()) for x in inputs):
        return "the batch itself holds NaN or infinity; look at its rows, drop or fill them"
    broken = [name for name, p in model.named_parameters() if not bool(torch.isfinite(p).all())]
    if broken:
        return (
            f"the inputs are finite, but {broken[0]} ({len(broken)} of the model's parameters) is not: the "
            "step before was too large. Lower lr, or set clip=1.0"
        )
    return (
        f"inputs and weights are finite, so {value} comes from the model or the loss: a log of, or division "
        "by, 0, or an exp that overflows. torch.autograd.set_detect_anomaly(True) names the operation"
    )


def _why_not_differentiable(loss: Tensor) -> str:
    """The operation whose derivative is not finite, found in a second backward pass, and what to do."""
    names: list[str] = []

    def watch(node: Any) -> Callable[..., None]:
        def hook(into: tuple[Any, ...], out: tuple[Any, ...]) -> None:
            if all(map(_is_finite, out)) and not all(map(_is_finite, into)):
                names.append(re.sub(r"Backward\d*$", "", node.name()))

        return hook

    nodes, seen = [loss.grad_fn], set()
    while nodes:
        node = nodes.pop()
        if node is not None and node not in seen and "AccumulateGrad" not in node.name():
            seen.add(node)
            node.register_hook(watch(node))
            nodes.extend(following for following, _ in node.next_functions)
    loss.backward()
    name = names[0].removeprefix("Linalg").lower() if names else ""
    if re.search(_SINGULAR, name):
        return (
            f"the derivative of {name} is not finite at the value it got, as those of sqrt and of a norm are "
            "not at 0: keep it away from there, for example sqrt(x + 1e-8)"
        )
    where = f"it overflows in the backward pass of {name}" if name else "no single operation is to blame"
    return f"{where}; lower lr, scale the inputs or the loss down, or train in a higher precision"
