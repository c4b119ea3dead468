"""`Checkpoint`: the best weights and the whole state of the run, on disk while it trains."""

import time
from pathlib import Path
from typing import Any, Literal

import torch
from torch import Tensor

from dlcourse.train.callbacks import Best, Callback, Run
from dlcourse.train.distributed import gather, is_writer, world
from dlcourse.train.files import FORMAT, save


class Checkpoint(Callback):
    """Writes `folder/last.pt`, from which `fit(resume=folder)` goes on, and the best weights, `best.pt`.

    Both are replaced atomically, and never by weights that are not finite. `torch.load(weights_only=True)`
    reads them.

    Parameters
    ----------
    folder : str or Path
    seconds : float
        Write when the last file is older than this, also within an epoch: the most that a crash can
        cost. 0 writes after every epoch. Among several processes only ends of epochs count.
    steps : int, optional
        Write also after every so many optimizer steps.
    monitor, mode
        The column of the history that says which epoch is best; None writes no best.pt. The default is
        val_loss where there is validation data, else loss.

    Raises
    ------
    ValueError
        If `seconds` is negative, `steps` below 1, or `mode` the wrong one for a loss or an accuracy.
    FloatingPointError
        While training, if a weight is no longer finite; the files on disk stay as they were.

    Examples
    --------
    >>> import tempfile
    >>> from dlcourse.train import TensorLoader, fit
    >>> X, folder = torch.linspace(-1, 1, 64)[:, None], tempfile.mkdtemp()
    >>> def train(epochs):
    ...     return fit(torch.nn.Linear(1, 1), TensorLoader(X, 2 * X), epochs=epochs, device="cpu",
    ...                loss=torch.nn.functional.mse_loss, callbacks=[Checkpoint(folder)], resume=folder)
    >>> len(train(2)), len(train(3))  # the second goes on where the first ended
    (2, 3)
    """

    runs_last = True

    def __init__(
        self,
        folder: str | Path,
        *,
        seconds: float = 10.0,
        steps: int | None = None,
        monitor: str | None = "auto",
        mode: Literal["min", "max"] = "min",
    ):
        if seconds < 0 or (steps is not None and steps < 1):
            raise ValueError(f"seconds must be at least 0 and steps at least 1, got {seconds} and {steps}")
        self.folder, self.seconds, self.steps = Path(folder), seconds, steps
        self.monitor, self.mode = monitor, mode
        self.reset()

    def reset(self) -> None:
        monitor = "val_loss" if self.monitor in (None, "auto") else self.monitor
        self.best, self.row = Best(monitor, self.mode), dict[str, float]()
        self.best_is_new = self.checked = False
        self.written = time.monotonic()

    def on_start(self, run: Run) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.written = time.monotonic()

    def on_step(self, run: Run) -> None:
        due = self.seconds > 0 and time.monotonic() - self.written > self.seconds and world()[1] == 1
        if due or (self.steps and run.step % self.steps == 0):
            self.write(run)

    def on_epoch(self, run: Run) -> None:
        if self.monitor == "auto":
            self.best.monitor = "val_loss" if "val_loss" in run.history[-1] else "loss"
        if self.monitor and self.best.update(run)[1]:
            self.row, self.best_is_new = dict(run.history[-1]), True
        if gather(run.finished or time.monotonic() - self.written >= self.seconds)[0]:  # all as the writer
            self.write(run)

    def write(self, run: Run) -> None:
        """Write both files now."""
        state = run.state_dict()
        for name, weight in state["model"].items():
            if isinstance(weight, Tensor) and not bool(torch.isfinite(weight).all()):
                raise FloatingPointError(
                    f"{name} is no longer finite in epoch {run.epoch + 1}, so {self.folder} keeps its last "
                    "good checkpoint. Lower lr, or set clip=1.0, and resume"
                )
        if is_writer():
            if self.best_is_new:
                content = {"format": FORMAT, "model": self.best.weights, "row": self.row}
                save(self.folder / "best.pt", content)
            save(self.folder / "last.pt", state, check=not self.checked)
        self.best_is_new, self.checked, self.written = False, True, time.monotonic()

    def state_dict(self) -> dict[str, Any]:
        return {"best": self.best.value, "row": self.row}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.best.value, self.row = state["best"], state["row"]
