"""`Finding` and `Report`: what `diagnose` found, as a table."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Final, Literal

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
