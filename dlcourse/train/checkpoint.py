"""`Checkpoint`: the best weights and the whole state of the run, on disk while it trains."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import torch

from dlcourse.train.callbacks import Best, Callback, copy_into
from dlcourse.train.distributed import as_writer_says, is_writer
from dlcourse.train.files import FORMAT, save
from dlcourse.train.resume import capture

if TYPE_CHECKING:
    from dlcourse.train.loop import Trainer


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
        If `seconds` is negative or `steps` below 1.
    FloatingPointError
        While training, if a weight is no longer finite; the files on disk stay as they were.

    Examples
    --------
    >>> import tempfile
    >>> from dlcourse.train import TensorLoader, fit
    >>> X, folder = torch.linspace(-1, 1, 64)[:, None], tempfile.mkdtemp()
    >>> def train(epochs):
    ...     kept = Checkpoint(folder)
    ...     return fit(torch.nn.Linear(1, 1), TensorLoader(X, 2 * X), epochs=epochs, device="cpu",
    ...                loss=torch.nn.functional.mse_loss, callbacks=[kept], resume=folder)
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
        self.folder, self.seconds, self.steps, self.monitor, self.mode = (
            Path(folder),
            seconds,
            steps,
            monitor,
            mode,
        )
        self.best = Best(monitor or "loss", mode)
        self.weights: dict[str, Any] = {}
        self.row: dict[str, float] = {}
        self.unwritten = self.checked = False
        self.written = time.monotonic()

    def on_start(self, trainer: "Trainer") -> None:
        if self.monitor == "auto":
            self.best.monitor = "loss" if trainer.val is None else "val_loss"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.written = time.monotonic()

    def on_step(self, trainer: "Trainer") -> None:
        due = self.seconds > 0 and trainer.processes == 1 and time.monotonic() - self.written > self.seconds
        if due or (self.steps and trainer.position.step % self.steps == 0):
            self.write(trainer)

    def on_epoch(self, trainer: "Trainer") -> None:
        if self.monitor and (value := self.best.read(trainer.history[-1])) < self.best.value:
            self.best.value, self.row, self.unwritten = value, dict(trainer.history[-1]), True
            self.weights = copy_into(self.weights, trainer.best_model.state_dict())
        if as_writer_says(trainer.finished or time.monotonic() - self.written >= self.seconds):
            self.write(trainer)

    def write(self, trainer: "Trainer") -> None:
        """Write both files now."""
        state = capture(trainer)
        bad = [
            name
            for name, t in state["model"].items()
            if t.is_floating_point() and not torch.isfinite(t).all()
        ]
        if bad:
            raise FloatingPointError(
                f"{bad[0]} is no longer finite in epoch {trainer.epoch + 1}, so {self.folder} keeps its last "
                "good checkpoint. Lower lr, or set clip=1.0, and resume"
            )
        if is_writer():
            if self.unwritten:
                save(self.folder / "best.pt", {"format": FORMAT, "model": self.weights, "row": self.row})
            save(self.folder / "last.pt", state, check=not self.checked)
            self.checked = True
        self.unwritten, self.written = False, time.monotonic()

    def state_dict(self) -> dict[str, Any]:
        return {"best": self.best.value, "row": self.row}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.best.value, self.row = state["best"], state["row"]
