"""Progress for people: live bars in a terminal, plain lines in a log."""

from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class _Rate(ProgressColumn):
    """How many parts are finished in a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed else "", style="progress.data.speed")


class Bars:
    """Lines and bars on stderr; a context manager, since bars must be taken down again."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        self._progress = Progress(
            *columns, console=self._console, transient=True, disable=not self._console.is_terminal
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> "Bars":
        self._progress.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._progress.stop()

    def say(self, line: str) -> None:
        """Print one line."""
        self._console.print(line, markup=False)

    def step(self, name: str, done: int, of: int) -> None:
        """Show that `done` of the `of` parts of `name` are finished; a log gets one line, at the first."""
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task(name, total=of)
            if not self._console.is_terminal:
                self.say(f"{name}: started")
        self._progress.update(self._tasks[name], completed=done, total=of)

    def end(self, name: str, line: str) -> None:
        """Replace the bar of `name` by a line."""
        if (task := self._tasks.pop(name, None)) is not None:  # a notebook without code had no steps
            self._progress.remove_task(task)
        self.say(line)
