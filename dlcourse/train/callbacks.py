"""What happens beside training: `Callback`, early stopping, a log as CSV or for TensorBoard."""

import csv
import io
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from dlcourse.train.distributed import is_writer
from dlcourse.train.files import write_aside

if TYPE_CHECKING:
    from dlcourse.train.loop import Trainer


class Callback:
    """Override what you need; a method that nobody overrides is never called.

    `on_start` runs once after a resume is done, `on_step` after each optimizer step, `on_epoch` after the
    epoch's row was added to `trainer.history`, `on_end` when training ended without an error, and `close`
    always. Setting `trainer.stop` to a reason ends training after the epoch.

    Examples
    --------
    >>> class Tell(Callback):
    ...     def on_epoch(self, trainer):
    ...         print(trainer.epoch, sorted(trainer.history[-1]))
    >>> import torch
    >>> from dlcourse.train import TensorLoader, fit
    >>> X = torch.linspace(-1, 1, 64)[:, None]
    >>> _ = fit(torch.nn.Linear(1, 1), TensorLoader(X, 2 * X), epochs=2, loss=torch.nn.functional.mse_loss,
    ...         callbacks=[Tell()], device="cpu")
    1 ['epoch', 'loss', 'lr', 'seconds']
    2 ['epoch', 'loss', 'lr', 'seconds']
    """

    runs_last = False  # a checkpoint must see what the others remember

    def on_start(self, trainer: "Trainer") -> None: ...
    def on_step(self, trainer: "Trainer") -> None: ...
    def on_epoch(self, trainer: "Trainer") -> None: ...
    def on_end(self, trainer: "Trainer") -> None: ...
    def close(self) -> None: ...

    def state_dict(self) -> dict[str, Any]:
        """What a resumed run must know, made of tensors, numbers, strings, lists and dicts."""
        return {}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go back to a state from `state_dict`."""


class Best:
    """Follows one column of the history: is this row the best so far?"""

    def __init__(self, monitor: str, mode: Literal["min", "max"]):
        if mode not in ("min", "max"):
            raise ValueError(f'mode must be "min" or "max", got {mode!r}')
        self.monitor, self.sign = monitor, 1 if mode == "min" else -1
        self.value = math.inf  # times sign: smaller is better

    def read(self, row: dict[str, float]) -> float:
        """The monitored value of a row, signed so that smaller is better."""
        if self.monitor not in row:
            raise ValueError(
                f"monitor {self.monitor!r} is not measured; there are {', '.join(row)}. Validation columns "
                "need val: fit(model, train, val)"
            )
        return self.sign * row[self.monitor]


class EarlyStopping(Callback):
    """Stops after `patience` epochs in a row without progress; always restores the best weights at the end.

    Parameters
    ----------
    patience : int
        Epochs to wait; at least 1.
    monitor : str
        A column of the history.
    mode : {"min", "max"}
        Whether smaller or larger is better.
    min_delta : float
        What counts as progress: a change by more than this, in the column's unit (not a share of it).
        The weights restored are those of the best epoch, however small its lead.

    Raises
    ------
    ValueError
        If `patience` is below 1, `min_delta` negative, or, at the first epoch, `monitor` is not measured.

    Examples
    --------
    >>> import torch
    >>> from dlcourse.train import TensorLoader, fit
    >>> X = torch.linspace(-1, 1, 64)[:, None]
    >>> _ = torch.manual_seed(0)
    >>> data, stop = TensorLoader(X, 0 * X), EarlyStopping(2, min_delta=0.1)
    >>> log = fit(torch.nn.Linear(1, 1), data, data, epochs=50, loss=torch.nn.functional.mse_loss,
    ...           callbacks=[stop], device="cpu")
    >>> len(log) < 50
    True
    """

    def __init__(
        self,
        patience: int = 5,
        monitor: str = "val_loss",
        *,
        mode: Literal["min", "max"] = "min",
        min_delta: float = 0.0,
    ):
        if patience < 1:
            raise ValueError(f"patience must be at least 1 epoch, got {patience}")
        if min_delta < 0:
            raise ValueError(f"min_delta must be at least 0, got {min_delta}")
        self.best, self.patience, self.min_delta = Best(monitor, mode), patience, min_delta
        self.reference, self.waited, self.epoch = math.inf, 0, 0
        self.weights: dict[str, Any] = {}

    def on_start(self, trainer: "Trainer") -> None:
        if self.waited >= self.patience:  # a finished run, resumed
            trainer.stop = self._reason()

    def on_epoch(self, trainer: "Trainer") -> None:
        value = self.best.read(trainer.history[-1])
        if value < self.best.value:
            self.best.value, self.epoch = value, trainer.epoch
            self.weights = copy_into(self.weights, trainer.best_model.state_dict())
        if value < self.reference - self.min_delta:
            self.reference, self.waited = value, 0
        else:
            self.waited += 1
            if self.waited >= self.patience:
                trainer.stop = self._reason()

    def on_end(self, trainer: "Trainer") -> None:
        if self.weights:
            trainer.model.load_state_dict(self.weights)

    def _reason(self) -> str:
        return (
            f"{self.best.monitor} made no progress for {self.waited} epochs; the best was epoch {self.epoch}"
        )

    def state_dict(self) -> dict[str, Any]:
        return {
            "best": self.best.value,
            "reference": self.reference,
            "waited": self.waited,
            "epoch": self.epoch,
            "weights": self.weights,
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.best.value, self.reference = state["best"], state["reference"]
        self.waited, self.epoch, self.weights = state["waited"], state["epoch"], state["weights"]


def copy_into(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """A copy of the tensors of `new`, in the memory of `old` once there is one."""
    if not old:
        return {name: tensor.detach().clone() for name, tensor in new.items()}
    for name, tensor in new.items():
        old[name].copy_(tensor)
    return old


class CSVLog(Callback):
    """Writes the history to a CSV file after every epoch, whole and atomically: a resumed run mends it.

    Parameters
    ----------
    path : str or Path
    """

    def __init__(self, path: str | Path):
        self.path = Path(path)

    def on_epoch(self, trainer: "Trainer") -> None:
        if is_writer():
            text = io.StringIO()
            writer = csv.DictWriter(text, trainer.history.columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(trainer.history)
            write_aside(self.path, lambda path: path.write_text(text.getvalue(), encoding="utf-8"))


class TensorBoard(Callback):
    """Logs every column for TensorBoard; needs the package tensorboard."""

    def __init__(self, folder: str | Path):
        self.folder = Path(folder)
        self.writer: Any = None
        try:
            import tensorboard  # noqa: F401
        except ImportError as error:
            raise ImportError('TensorBoard needs the extra train: pip install "dlcourse[train]"') from error

    def on_start(self, trainer: "Trainer") -> None:
        if is_writer():
            from torch.utils.tensorboard import SummaryWriter

            # a resumed run replaces what the run before it logged after the checkpoint
            self.writer = SummaryWriter(str(self.folder), purge_step=trainer.epoch + 1)

    def on_epoch(self, trainer: "Trainer") -> None:
        if self.writer is not None:
            for name, value in trainer.history[-1].items():
                self.writer.add_scalar(name, value, trainer.epoch)

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
