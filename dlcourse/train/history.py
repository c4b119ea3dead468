"""`History`: what `fit` returns, one row an epoch."""

import math
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    import pandas

Row = dict[str, float]


class History:
    """A table with a row for each epoch: `history["val_loss"]` is a column, `history[-1]` the last row.

    Examples
    --------
    >>> history = History([{"epoch": 1, "loss": 0.5}, {"epoch": 2, "loss": 0.25}])
    >>> history["loss"]
    [0.5, 0.25]
    >>> history.best("loss")
    {'epoch': 2, 'loss': 0.25}
    """

    def __init__(self, rows: list[Row] | None = None):
        self.rows: list[Row] = rows or []

    @property
    def columns(self) -> list[str]:
        return list(dict.fromkeys(name for row in self.rows for name in row))

    @overload
    def __getitem__(self, key: str) -> list[float]: ...
    @overload
    def __getitem__(self, key: int) -> Row: ...
    def __getitem__(self, key: str | int) -> list[float] | Row:
        if isinstance(key, int):
            return self.rows[key]
        if key not in self.columns:
            raise KeyError(f"no column {key!r}; there are {', '.join(self.columns) or 'none yet'}")
        return [row.get(key, math.nan) for row in self.rows]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def best(self, column: str = "val_loss", *, largest: bool = False) -> Row:
        """The row in which `column` is smallest, or `largest`; the first of several."""
        values = self[column]
        return self.rows[values.index(max(values) if largest else min(values))]

    def to_pandas(self) -> "pandas.DataFrame":
        """The same as a DataFrame with the epochs as its index; needs pandas."""
        try:
            import pandas
        except ImportError as error:
            raise ImportError('to_pandas needs the extra train: pip install "dlcourse[train]"') from error
        return pandas.DataFrame(self.rows).set_index("epoch")

    def _cells(self) -> list[list[str]]:
        return [[_text(name, row.get(name, math.nan)) for name in self.columns] for row in self.rows]

    def __repr__(self) -> str:
        table = [self.columns, *self._cells()]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        return "\n".join("  ".join(c.rjust(w) for c, w in zip(row, widths, strict=True)) for row in table)

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in self._cells())
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _text(column: str, value: float) -> str:
    """Rounded for reading: 4 significant digits, seconds to a hundredth."""
    if isinstance(value, int):
        return str(value)
    return f"{value:.2f}" if column == "seconds" else f"{value:.4g}"
