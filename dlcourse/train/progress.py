"""What one sees while it trains: `Progress`, a bar and the latest numbers, and `LivePlot`, the loss curve."""

import sys
import time
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dlcourse.files import write_aside
from dlcourse.train.callbacks import Callback, Run
from dlcourse.train.distributed import is_writer

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console

_SHOW_EVERY = 0.1  # seconds: faster than an eye reads, and a notebook's messages pile up
_DRAW_EVERY = 0.5
_DRAW_SHARE = 0.1  # of the time at most goes into drawing


def in_notebook() -> bool:
    """Whether output goes to a notebook's page."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return shell is not None and hasattr(shell, "kernel")


class Display:
    """One output of a notebook cell that is replaced."""

    def __init__(self) -> None:
        self.handle: Any = None

    def show(self, output: Any) -> None:
        from IPython.display import display

        if self.handle is None:
            self.handle = display(output, display_id=True)
        else:
            self.handle.update(output)


class Progress(Callback):
    """A bar with the loss of the epoch so far and the last epoch's row, drawn at most ten times a second.

    In a notebook it is plain HTML, in a terminal rich's bar; where output goes to a file, only the last
    line is written.

    Parameters
    ----------
    console : rich.console.Console, optional
        Where the bar goes instead.
    """

    def __init__(self, console: "Console | None" = None):
        self.given = console

    def on_start(self, run: Run) -> None:
        self.begin, self.next = time.monotonic(), 0.0 if is_writer() else float("inf")
        self.first = run.epoch * run.batches + run.batch
        self.page = Display() if self.given is None and in_notebook() else None
        self.bar: Any = None
        if self.page is None and is_writer():
            from rich import progress
            from rich.console import Console

            self.console = self.given or Console()
            if self.console.is_terminal:
                columns = (progress.BarColumn(20), progress.TextColumn("{task.description}", markup=False))
                self.bar = progress.Progress(*columns, console=self.console, auto_refresh=False)
                self.bar.add_task("", total=run.epochs * run.batches, completed=self.first)
                self.bar.start()

    def on_step(self, run: Run) -> None:
        if (now := time.monotonic()) >= self.next:
            self.next = now + _SHOW_EVERY
            done, total = run.epoch * run.batches + run.batch, run.epochs * run.batches
            left = (now - self.begin) / max(done - self.first, 1) * (total - done)
            mean = run.loss_sum / run.count if run.count else float("nan")
            line = f"epoch {run.epoch + 1}/{run.epochs}, batch {run.batch}/{run.batches}: loss {mean:.4g}"
            last = f" | {_row(run)}" if len(run.history) else ""
            self._show(run, f"{line}, {left:.0f} s left{last}")

    def on_end(self, run: Run) -> None:
        if is_writer():
            line = f"{run.epoch} epochs in {time.monotonic() - self.begin:.1f} s: {_row(run)}"
            line += f"; stopped: {run.stopped}" if run.stopped else ""
            self._show(run, line)
            if self.page is None and self.bar is None:
                self.console.print(line, markup=False, highlight=False)

    def close(self) -> None:
        if getattr(self, "bar", None) is not None:
            self.bar.stop()

    def _show(self, run: Run, line: str) -> None:
        done, total = run.epoch * run.batches + run.batch, run.epochs * run.batches
        if self.bar is not None:
            self.bar.update(self.bar.task_ids[0], completed=done, description=line, refresh=True)
        elif self.page is not None:
            from IPython.display import HTML

            bar = f'<progress value="{done}" max="{total}" aria-label="training"></progress>'
            self.page.show(HTML(f"<div>{bar} <code>{escape(line)}</code></div>"))


def _row(run: Run) -> str:
    row = run.history[-1] if len(run.history) else {}
    return ", ".join(f"{name} {value:.4g}" for name, value in row.items() if name not in ("epoch", "seconds"))


class LivePlot(Callback):
    """Loss curves that grow while it trains, redrawn at most twice a second and for a tenth of the time.

    Parameters
    ----------
    columns : tuple of str
        Those of the history to draw, where they are measured.
    path : str or Path, optional
        Also write the figure there (.png, .svg, .pdf), for a script; a notebook shows it in any case.
    """

    def __init__(self, columns: tuple[str, ...] = ("loss", "val_loss"), *, path: str | Path | None = None):
        self.columns, self.path = columns, None if path is None else Path(path)

    def on_start(self, run: Run) -> None:
        self.page = Display() if in_notebook() else None
        self.next = 0.0 if is_writer() else float("inf")

    def on_epoch(self, run: Run) -> None:
        begin = time.monotonic()
        if begin >= self.next and len(run.history) > 1:
            self._draw(run)
            self.next = begin + max(_DRAW_EVERY, (time.monotonic() - begin) / _DRAW_SHARE)

    def on_end(self, run: Run) -> None:
        if is_writer():
            self._draw(run)

    def _draw(self, run: Run) -> None:
        if self.page is not None:
            from dlcourse.plot import show

            last = f"After epoch {run.epoch}: {_row(run)}."
            self.page.show(show(self._figure(run), last, alt=f"Curves over the epochs. {last}"))
        if self.path is not None:
            kind, figure = self.path.suffix.lstrip(".") or "png", self._figure(run)
            write_aside(self.path, lambda aside: figure.savefig(aside, format=kind))

    def _figure(self, run: Run) -> "Figure":
        from matplotlib.figure import Figure

        figure = Figure(figsize=(5, 3), layout="constrained")
        ax = figure.add_subplot(xlabel="epoch")
        for name in self.columns:
            if name in run.history.columns:
                ax.plot(run.history["epoch"], run.history[name], label=name)
        ax.legend()
        return figure
