"""What one sees while it trains: `Progress`, a bar and the latest numbers, and `LivePlot`, the loss curve."""

import sys
import time
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dlcourse.train.callbacks import Callback
from dlcourse.train.distributed import is_writer
from dlcourse.train.files import write_aside

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console

    from dlcourse.train.loop import Trainer

_SHOW_EVERY = 0.1  # seconds: faster than an eye reads, and a notebook's messages pile up
_DRAW_EVERY = 0.5
_DRAW_SHARE = 0.1  # of the time at most goes into drawing


def in_notebook() -> bool:
    """Whether output goes to a notebook's page."""
    if "IPython" not in sys.modules:
        return False
    shell = sys.modules["IPython"].get_ipython()
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
        self.console = console
        self.page: Display | None = None
        self.bar: Any = None
        self.next = 0.0

    def on_start(self, trainer: "Trainer") -> None:
        self.bar, self.page, self.next, self.begin = None, None, 0.0, time.monotonic()
        self.done = trainer.epoch * trainer.position.batches + trainer.position.batch
        if not is_writer():
            self.next = float("inf")
        elif self.console is None and in_notebook():
            self.page = Display()
        else:
            self._open_bar(trainer)

    def _open_bar(self, trainer: "Trainer") -> None:
        from rich import progress
        from rich.console import Console

        self.console = self.console or Console()
        if self.console.is_terminal:
            columns = (progress.BarColumn(20), progress.TextColumn("{task.description}", markup=False))
            self.bar = progress.Progress(*columns, console=self.console, auto_refresh=False)
            self.bar.add_task("", total=trainer.epochs * trainer.position.batches, completed=self.done)
            self.bar.start()

    def on_step(self, trainer: "Trainer") -> None:
        if (now := time.monotonic()) >= self.next:
            self.next = now + _SHOW_EVERY
            trainer.flush()
            self._show(trainer, self._line(trainer, now))

    def on_end(self, trainer: "Trainer") -> None:
        if not is_writer():
            return
        line = f"{trainer.epoch} epochs in {time.monotonic() - self.begin:.1f} s: {_row(trainer)}"
        if trainer.stop:
            line += f"; stopped: {trainer.stop}"
        self._show(trainer, line)
        if self.console is not None and self.bar is None:
            self.console.print(line, markup=False, highlight=False)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.stop()

    def _line(self, trainer: "Trainer", now: float) -> str:
        p = trainer.position
        done, total = p.epoch * p.batches + p.batch, trainer.epochs * p.batches
        left = (now - self.begin) / max(done - self.done, 1) * (total - done)
        mean = p.total / p.count if p.count else float("nan")
        now_line = f"epoch {p.epoch + 1}/{trainer.epochs}, batch {p.batch}/{p.batches}: loss {mean:.4g}"
        return f"{now_line}, {left:.0f} s left" + (f" | {_row(trainer)}" if len(trainer.history) else "")

    def _show(self, trainer: "Trainer", line: str) -> None:
        p = trainer.position
        done, total = p.epoch * p.batches + p.batch, trainer.epochs * p.batches
        if self.bar is not None:
            self.bar.update(self.bar.task_ids[0], completed=done, description=line, refresh=True)
        elif self.page is not None:
            from IPython.display import HTML

            bar = f'<progress value="{done}" max="{total}" aria-label="training"></progress>'
            self.page.show(HTML(f"<div>{bar} <code>{escape(line)}</code></div>"))


def _row(trainer: "Trainer") -> str:
    row = trainer.history[-1] if len(trainer.history) else {}
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
        self.page: Display | None = None
        self.next = 0.0

    def on_start(self, trainer: "Trainer") -> None:
        self.page = Display() if in_notebook() else None
        self.next = 0.0 if is_writer() else float("inf")

    def on_epoch(self, trainer: "Trainer") -> None:
        begin = time.monotonic()
        if begin >= self.next and len(trainer.history) > 1:
            self._draw(trainer)
            took = time.monotonic() - begin
            self.next = begin + max(_DRAW_EVERY, took / _DRAW_SHARE)

    def on_end(self, trainer: "Trainer") -> None:
        if is_writer():
            self._draw(trainer)

    def _draw(self, trainer: "Trainer") -> None:
        if self.page is not None:
            from dlcourse.plot import show

            last = f"After epoch {trainer.epoch}: {_row(trainer)}."
            self.page.show(show(self.figure(trainer), last, alt=f"Curves over the epochs. {last}"))
        if self.path is not None:
            kind, figure = self.path.suffix.lstrip(".") or "png", self.figure(trainer)
            write_aside(self.path, lambda aside: figure.savefig(aside, format=kind))

    def figure(self, trainer: "Trainer") -> "Figure":
        """The curves, one color a column."""
        from matplotlib.figure import Figure

        figure = Figure(figsize=(5, 3), layout="constrained")
        ax = figure.add_subplot(xlabel="epoch")
        for name in self.columns:
            if name in trainer.history.columns:
                ax.plot(trainer.history["epoch"], trainer.history[name], label=name)
        ax.legend()
        return figure
