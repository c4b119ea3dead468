"""`Trainer`: the loop itself, plain PyTorch from top to bottom; `fit` builds its parts."""

import math
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel
from torch.optim.lr_scheduler import LRScheduler, ReduceLROnPlateau
from torch.optim.swa_utils import AveragedModel
from torch.utils.data import DataLoader, DistributedSampler

from dlcourse.train.batches import Loader, TensorLoader
from dlcourse.train.callbacks import Callback
from dlcourse.train.device import is_out_of_memory, out_of_memory
from dlcourse.train.distributed import share_buffers, totals, world
from dlcourse.train.evaluate import Loss, Metrics, evaluate, feed, mean_loss
from dlcourse.train.guard import check_batch, check_inputs, why_not_finite
from dlcourse.train.history import History, Row
from dlcourse.train.resume import epoch_start

_UNREAD = 64  # losses left on an accelerator before they are read, which waits for it


@dataclass
class Position:
    """Where a run is: finished epochs, batches done in this one, steps in all, and the epoch's sums."""

    batches: int
    epoch: int = 0
    batch: int = 0
    step: int = 0
    total: float = 0.0
    count: float = 0.0
    seconds: float = 0.0


@dataclass
class Trainer:
    """The parts of a training run and the loop over them; callbacks are given this object.

    Read `epoch`, `history`, `best_model`; set `stop` to a reason to end after the epoch.
    """

    model: nn.Module
    forward: Callable[..., Any]  # the model, or the model compiled, or shared between processes
    train: Loader
    val: Loader | None
    loss: Loss
    metrics: Metrics
    optimizer: torch.optim.Optimizer
    scheduler: LRScheduler | ReduceLROnPlateau | None
    scheduler_per_batch: bool
    scaler: torch.amp.GradScaler | None
    ema: AveragedModel | None
    autocast: AbstractContextManager
    callbacks: Sequence[Callback]
    device: torch.device
    epochs: int
    clip: float | None
    accumulate: int
    position: Position
    history: History = field(default_factory=History)
    stop: str = ""
    epoch_start: dict[str, Any] = field(default_factory=dict)
    skipped: Callable[[], None] | None = None

    def __post_init__(self) -> None:
        self.rank, self.processes = world()
        self.parameters = [p for group in self.optimizer.param_groups for p in group["params"]]
        # with several parts to a step, sums are added up and divided by the count of all at the end
        self._weighted = self.accumulate > 1 or self.processes > 1
        self._window = 0.0
        self._unread: list[tuple[int, Tensor, float]] = []
        self._read_at = 1 if self.device.type == "cpu" else _UNREAD
        self._checked = False
        self._on_step = [c.on_step for c in self.callbacks if type(c).on_step is not Callback.on_step]

    @property
    def epoch(self) -> int:
        """Finished epochs."""
        return self.position.epoch

    @property
    def finished(self) -> bool:
        return bool(self.stop) or self.epoch >= self.epochs

    @property
    def best_model(self) -> nn.Module:
        """What is validated and kept: the averaged model if there is one."""
        return self.model if self.ema is None else self.ema.module

    def run(self) -> History:
        """Train until the last epoch or a callback's stop."""
        try:
            for callback in self.callbacks:
                callback.on_start(self)
            while not self.finished:
                self.run_epoch()
                for callback in self.callbacks:
                    callback.on_epoch(self)
            if self.ema is not None:
                self.model.load_state_dict(self.ema.module.state_dict())
            for callback in self.callbacks:
                callback.on_end(self)
        finally:
            for callback in self.callbacks:
                callback.close()
        return self.history

    def run_epoch(self) -> None:
        """Train one epoch, or what is left of it; validate; add the row to the history."""
        position, begin = self.position, time.perf_counter()
        if position.batch == 0:
            self.epoch_start = epoch_start(self)
            if isinstance(self.train, DataLoader) and isinstance(self.train.sampler, DistributedSampler):
                self.train.sampler.set_epoch(position.epoch)
        self.model.train()
        self._train_batches()
        self.flush()
        share_buffers(self.model)
        row = self._row()
        self._step_scheduler(row)
        row["seconds"] = position.seconds + time.perf_counter() - begin
        self.history.rows.append(row)
        self.position = Position(position.batches, position.epoch + 1, step=position.step)

    def _train_batches(self) -> None:
        position, loss, forward, begin = self.position, self.loss, self.forward, time.perf_counter()
        before, outputs, y = position.seconds, None, None
        skipped, self.skipped = self.skipped, None
        try:
            for X, y, n in feed(self.train, self.device, position.batch, skipped):
                if not self._checked:
                    check_inputs(self.model, X)
                with self.autocast:
                    outputs = forward(*X) if isinstance(X, tuple) else forward(X)
                    if not self._checked:
                        self._check(outputs, y)
                    mean, count = mean_loss(loss(outputs, y), n)
                position.batch += 1
                self._record(mean.detach(), count, X)
                ends_window = position.batch % self.accumulate == 0 or position.batch == position.batches
                self._backward(mean, count, ends_window)
                if ends_window:
                    position.seconds = before + time.perf_counter() - begin
                    self._step()
        except (RuntimeError, IndexError) as error:
            if is_out_of_memory(error):
                size = getattr(self.train, "batch_size", None)
                raise out_of_memory(error, self.device, size, self.accumulate) from error
            check_batch(loss, outputs, y)  # raises a better message where it knows one
            raise
        if position.batch != position.batches:
            raise ValueError(f"the loader gave {position.batch} batches and said it has {position.batches}")
        position.seconds = before

    def _check(self, outputs: Any, y: Any) -> None:
        check_batch(
            self.loss, outputs, y, self.train.tensors[-1] if isinstance(self.train, TensorLoader) else None
        )
        self._checked = True

    def _backward(self, mean: Tensor, count: float, ends_window: bool) -> None:
        if self._weighted:
            self._window += count
            mean = mean * count
        if self.scaler is not None:
            mean = self.scaler.scale(mean)
        shared = isinstance(self.forward, DistributedDataParallel) and not ends_window
        with self.forward.no_sync() if shared else nullcontext():  # type: ignore[attr-defined]
            mean.backward()

    def _step(self) -> None:
        """Change the weights by the gradient of the window."""
        if self.scaler is not None:
            self.scaler.unscale_(self.optimizer)
        if self._weighted:
            # DDP has averaged the sums of the processes; what is wanted is their sum over the count of all
            (count,) = totals([self._window], self.device)
            grads = [p.grad for p in self.parameters if p.grad is not None]
            torch._foreach_mul_(grads, self.processes / max(count, 1.0))
            self._window = 0.0
        if self.clip is not None:
            nn.utils.clip_grad_norm_(self.parameters, self.clip)
        stepped = True
        if self.scaler is None:
            self.optimizer.step()
        else:
            scale = self.scaler.get_scale()
            self.scaler.step(self.optimizer)
            self.scaler.update()
            stepped = self.scaler.get_scale() >= scale  # an overflow skips the step, and the schedule with it
        for p in self.parameters:
            p.grad = None
        if self.ema is not None:
            self.ema.update_parameters(self.model)
        if self.scheduler is not None and self.scheduler_per_batch and stepped:
            self.scheduler.step()  # type: ignore[call-arg]
        self.position.step += 1
        for hook in self._on_step:
            hook(self)

    def _step_scheduler(self, row: Row) -> None:
        if self.scheduler is None or self.scheduler_per_batch:
            return
        if isinstance(self.scheduler, ReduceLROnPlateau):
            self.scheduler.step(row["loss"] if self.val is None else row["val_loss"])
        else:
            self.scheduler.step()

    def _record(self, mean: Tensor, count: float, X: Any) -> None:
        self._unread.append((self.position.batch, mean, count))
        if len(self._unread) >= self._read_at:
            self.flush(X)

    def flush(self, X: Any = None) -> None:
        """Read the losses that still lie on the device; raise at the first that is not finite.

        On a CPU that is at once, before the bad loss can reach the weights.
        """
        for batch, mean, count in self._unread:
            value = mean.item()
            if not math.isfinite(value):
                raise FloatingPointError(
                    f"the loss is {value} in epoch {self.epoch + 1}, batch {batch}: "
                    f"{why_not_finite(self.model, X, value)}"
                )
            self.position.total += value * count
            self.position.count += count
        self._unread.clear()

    def _row(self) -> Row:
        total, count = totals([self.position.total, self.position.count], self.device)
        row: Row = {"epoch": self.epoch + 1, "loss": total / max(count, 1.0)}
        if self.val is not None:
            measured = evaluate(
                self.best_model, self.val, loss=self.loss, metrics=self.metrics, autocast=self.autocast
            )
            row |= {f"val_{name}": value for name, value in measured.items()}
            if not math.isfinite(row["val_loss"]):
                reason = why_not_finite(self.best_model, None, row["val_loss"])
                raise FloatingPointError(
                    f"val_loss is {row['val_loss']} after epoch {self.epoch + 1}: {reason}"
                )
        row["lr"] = self.optimizer.param_groups[0]["lr"]
        return row
