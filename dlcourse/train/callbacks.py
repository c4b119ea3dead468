"""What happens beside training: `Callback`, the `Run` that it sees, and early stopping."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from torch import nn

from dlcourse.train.files import copy_into
from dlcourse.train.history import History, Row


@dataclass
class Run:
    """What a callback sees of a training run, and where the run is; `stop` ends it after the epoch.

    Attributes
    ----------
    model, validated : nn.Module
        The model in training, and the one that is validated and kept: its average with `ema`, else itself.
    epochs, batches : int
        How many there are in all, and how many batches an epoch has.
    epoch, batch, step : int
        Epochs finished, batches done in this one, and optimizer steps done in all.
    history : History
        A row for each finished epoch.
    loss_sum, count, seconds : float
        Of this epoch so far, as far as losses have been read from the device.
    stopped : str
        The reason, once a callback has stopped the run.
    state_dict : callable
        Gives everything that the rest of the run depends on. Every process must call it.
    """

    model: nn.Module
    validated: nn.Module
    epochs: int
    batches: int
    state_dict: Callable[[], dict[str, Any]] = dict
    history: History = field(default_factory=History)
    epoch: int = 0
    batch: int = 0
    step: int = 0
    loss_sum: float = 0.0
    count: float = 0.0
    seconds: float = 0.0
    stopped: str = ""

    def stop(self, reason: str) -> None:
        """End training after this epoch."""
        self.stopped = reason

    @property
    def finished(self) -> bool:
        return bool(self.stopped) or self.epoch >= self.epochs


class Callback:
    """Override what you need; a method that nobody overrides is never called.

    `reset` runs first, so that a callback can be given to one `fit` after another; `on_start` once after a
    resume is done, `on_step` after each optimizer step, `on_epoch` after the epoch's row was added to
    `run.history`, `on_end` when training ended without an error, and `close` always.

    Examples
    --------
    >>> class Tell(Callback):
    ...     def on_epoch(self, run):
    ...         print(run.epoch, sorted(run.history[-1]))
    >>> import torch
    >>> from dlcourse.train import TensorLoader, fit
    >>> X = torch.linspace(-1, 1, 64)[:, None]
    >>> _ = fit(torch.nn.Linear(1, 1), TensorLoader(X, 2 * X), epochs=2, loss=torch.nn.functional.mse_loss,
    ...         callbacks=[Tell()], device="cpu")
    1 ['epoch', 'loss', 'lr', 'seconds']
    2 ['epoch', 'loss', 'lr', 'seconds']
    """

    runs_last = False  # a checkpoint must see what the others remember

    def reset(self) -> None:
        """Forget the run before."""

    def on_start(self, run: Run) -> None: ...
    def on_step(self, run: Run) -> None: ...
    def on_epoch(self, run: Run) -> None: ...
    def on_end(self, run: Run) -> None: ...
    def close(self) -> None: ...

    def state_dict(self) -> dict[str, Any]:
        """What a resumed run must know, made of tensors, numbers, strings, lists and dicts."""
        return {}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go back to a state from `state_dict`."""


class Best:
    """The best value so far of one column of the history, and a copy of the weights that gave it."""

    def __init__(self, monitor: str, mode: Literal["min", "max"]):
        if mode not in ("min", "max"):
            raise ValueError(f'mode must be "min" or "max", got {mode!r}')
        for name, right in {"loss": "min", "accuracy": "max"}.items():
            if monitor.removeprefix("val_") == name and mode != right:
                raise ValueError(
                    f'monitor="{monitor}" with mode="{mode}" keeps the worst; use mode="{right}"'
                )
        self.monitor, self.sign = monitor, 1 if mode == "min" else -1
        self.value, self.weights = math.inf, dict[str, Any]()  # the value times sign: smaller is better

    def update(self, run: Run) -> tuple[float, bool]:
        """The monitored value, signed so that smaller is better, and whether it is the best so far."""
        row: Row = run.history[-1]
        if self.monitor not in row:
            raise ValueError(
                f"monitor {self.monitor!r} is not measured; there are {', '.join(row)}. Validation columns "
                "need val: fit(model, train, val)"
            )
        value = self.sign * row[self.monitor]
        if better := value < self.value:
            self.value, self.weights = value, copy_into(self.weights, run.validated.state_dict())
        return value, better


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
        If `patience` is below 1, `min_delta` negative, `mode` the wrong one for a loss or an accuracy, or,
        at the first epoch, `monitor` is not measured.

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
        self.patience, self.monitor, self.mode, self.min_delta = patience, monitor, mode, min_delta
        self.reset()

    def reset(self) -> None:
        self.best = Best(self.monitor, self.mode)
        self.reference, self.waited, self.epoch = math.inf, 0, 0

    def on_start(self, run: Run) -> None:
        self._stop_if_due(run)  # a finished run, resumed

    def on_epoch(self, run: Run) -> None:
        value, better = self.best.update(run)
        if better:
            self.epoch = run.epoch
        if value < self.reference - self.min_delta:
            self.reference, self.waited = value, 0
        else:
            self.waited += 1
            self._stop_if_due(run)

    def on_end(self, run: Run) -> None:
        if self.best.weights:
            run.model.load_state_dict(self.best.weights)

    def _stop_if_due(self, run: Run) -> None:
        if self.waited >= self.patience:
            waited = f"{self.monitor} made no progress for {self.waited} epochs"
            run.stop(f"{waited}; the best was epoch {self.epoch}")

    def state_dict(self) -> dict[str, Any]:
        counts = {"reference": self.reference, "waited": self.waited, "epoch": self.epoch}
        return {"best": self.best.value, "weights": self.best.weights, **counts}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.best.value, self.best.weights = state["best"], state["weights"]
        self.reference, self.waited, self.epoch = state["reference"], state["waited"], state["epoch"]
