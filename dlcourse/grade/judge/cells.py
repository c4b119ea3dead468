"""Run cells in an IPython shell of this process; what they print and show becomes nbformat outputs."""

import base64
import io
import sys
import traceback
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from dlcourse.grade.judge.probe import Lost, StudentName, StudentObject
from dlcourse.grade.judge.run import BEYOND

#: What even an empty display counts, so that there cannot be a million of them.
_LEAST = 100


class Outputs(list):
    """The outputs of one cell, as JSON, with a limit on their size in characters.

    Parameters
    ----------
    most : int
    """

    def __init__(self, most: int = 200_000):
        super().__init__()
        self.most, self.left, self.cut = most, most, False

    def fits(self, size: int) -> bool:
        """Whether something of this size still fits; counts it if so."""
        if size > self.left:
            if not self.cut:
                self.cut = True
                self.append(
                    {
                        "output_type": "stream",
                        "name": "stdout",
                        "text": f"\n[output cut at {self.most} characters]\n",
                    }
                )
            return False
        self.left -= size
        return True

    def stream(self, name: str, text: str) -> None:
        kept = text if len(text) <= self.left else text[: self.left]
        self.left -= len(kept)
        last = self[-1] if self else {}
        if kept and last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += kept
        elif kept:
            self.append({"output_type": "stream", "name": name, "text": kept})
        if len(kept) < len(text):
            self.fits(self.left + 1)

    def data(self, output_type: str, data: dict, **more: Any) -> None:
        kept = {mime: value for mime, value in data.items() if self.fits(len(str(value)) + _LEAST)}
        if kept:
            self.append({"output_type": output_type, "data": kept, "metadata": {}, **more})


class _Stream(io.TextIOBase):
    def __init__(self, name: str):
        self.name, self.outputs = name, Outputs(0)

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.outputs.stream(self.name, str(text))
        return len(text)

    def isatty(self) -> bool:
        return False


class _Publisher(DisplayPublisher):
    def publish(self, data: dict, metadata: Any = None, **_: Any) -> None:  # type: ignore[override]
        Cells.now.outputs.data("display_data", data)


class _Hook(DisplayHook):
    def __call__(self, result: Any = None) -> None:
        if not isinstance(
            result, StudentName | StudentObject
        ):  # what it says of itself could be read as partial credit
            super().__call__(result)

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict, md_dict: Any = None) -> None:
        Cells.now.outputs.data("execute_result", format_dict, execution_count=self.prompt_count)

    def finish_displayhook(self) -> None:
        pass


class _Shell(InteractiveShell):
    def showtraceback(self, *_: Any, **__: Any) -> None:
        """Keep the exception; IPython's colored report costs more than many a test."""
        Cells.now.error = sys.exc_info()[1]

    def showsyntaxerror(self, *_: Any, **__: Any) -> None:
        Cells.now.error = sys.exc_info()[1]

    def _format_exception_for_storage(self, *_: Any, **__: Any) -> dict:
        """Nothing for a history that nobody reads: that report takes 60 ms as well."""
        return {}

    def init_virtualenv(self) -> None:
        """The environment is the one that the forkserver started in."""

    def init_io(self) -> None:
        pass


class Cells:
    """The shell of this process. Made once, in the forkserver, so that a fork has it ready."""

    now: "Cells"

    def __init__(self) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        config.InteractiveShell.autocall = 0
        self.outputs: Outputs = Outputs()
        self.error: BaseException | None = None
        Cells.now = self
        self.shell = _Shell.instance(config=config, display_pub_class=_Publisher, displayhook_class=_Hook)
        self.shell.enable_matplotlib = lambda *_: (None, None)  # type: ignore[assignment]
        self.shell.automagic = False
        manager: Any = self.shell.prefilter_manager
        manager._checkers = []  # they look at the names that a one-line cell begins with
        self.namespace: dict[str, Any] = self.shell.user_ns
        self.run("1", 100)
        self.shell.reset(new_session=True)
        self.shell.execution_count = 1
        sys.modules["__main__"] = self.shell.user_module
        self.given = set(self.namespace)

    def run(self, source: str, most: int) -> tuple[Outputs, BaseException | None]:
        """Run one cell; its outputs, and the exception that ended it."""
        self.outputs, self.error = Outputs(most), None
        was = sys.stdout, sys.stderr
        streams = _Stream("stdout"), _Stream("stderr")
        for stream in streams:
            stream.outputs = self.outputs
        sys.stdout, sys.stderr = streams  # type: ignore[assignment]
        try:
            result = self.shell.run_cell(source, store_history=True)
        finally:
            sys.stdout, sys.stderr = was
        error = self.error or result.error_in_exec or result.error_before_exec
        self.error = None
        return self.outputs, error

    def show(self) -> None:
        """Show the open figures, as the inline backend does after a cell."""
        plt = sys.modules.get("matplotlib.pyplot")
        for number in plt.get_fignums() if plt else ():
            picture = io.BytesIO()
            plt.figure(number).savefig(picture, format="png")  # type: ignore[union-attr]
            self.outputs.data("display_data", {"image/png": base64.b64encode(picture.getvalue()).decode()})
        if plt:
            plt.close("all")


def error_output(error: BaseException) -> dict:
    """An exception as an output of nbformat; the part of the traceback that lies in cells."""
    name, text = error.called if isinstance(error, Lost) else type(error).__name__, text_of(error)
    frames = traceback.extract_tb(error.__traceback__)
    cells = [f for f in frames if f.filename.startswith("<ipython-input") or "ipykernel" in f.filename]
    lines = [f"line {frame.lineno}: {frame.line}" for frame in cells[-3:]]
    beyond = getattr(error, "remote_traceback", None)
    theirs = [] if beyond is None else [BEYOND, *beyond.splitlines()]
    shown = [*lines, *theirs, f"{name}: {text}"]
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": shown}


def text_of(error: BaseException) -> str:
    """What an exception says, whatever its `__str__` does."""
    try:
        return str(error)[:8000]
    except Exception as worse:
        return f"its message cannot be read: {type(worse).__name__}"
