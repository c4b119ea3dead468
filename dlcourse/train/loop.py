"""The training loop, plain PyTorch from top to bottom; `fit` builds its parts."""

import math
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel
from torch.optim.lr_scheduler import ReduceLROnPlateau

from dlcourse.train.callbacks import Callback
from dlcourse.train.distributed import share_buffers, totals, world
from dlcourse.train.errors import Explaining
from dlcourse.train.evaluate import evaluate
from dlcourse.train.finite import FiniteCheck, why_not_finite
from dlcourse.train.history import History, Row
from dlcourse.train.losses import CountedLoss, Loss, Metrics
from dlcourse.train.resume import TrainState


@dataclass
class Loop:
    """Trains what is in `state`; the other fields say how."""

    state: TrainState
    forward: Callable[..., Any]  # the model, or the model compiled, or shared between processes
    loss: Loss
    metrics: Metrics | None
    device: torch.device
    autocast: AbstractContextManager
    clip: float | None
    accumulate: int
    scheduler_per_batch: bool

    def __post_init__(self) -> None:
        self._parameters = [p for group in self.state.optimizer.param_groups for p in group["params"]]
        self._counted = CountedLoss(self.loss, self.state.train)
        # with several parts to a step, sums are added up and divided by the count of all at the end
        self._sums = self.accumulate > 1 or world()[1] > 1
        self._finite = FiniteCheck(self.state.run, self._parameters, self.device)
        callbacks = self.state.callbacks
        self._on_step = [c.on_step for c in callbacks if type(c).on_step is not Callback.on_step]
        self.state.run.state_dict = self._capture

    def fit(self) -> History:
        """Train until the last epoch or until a callback stops it."""
        run, model, callbacks = self.state.run, self.state.model, self.state.callbacks
        try:
            for callback in callbacks:
                callback.on_start(run)
            while not run.finished:
                begin = time.perf_counter()
                model.train()
                self._train_epoch()
                share_buffers(model)
                row = self._row()
                self._step_scheduler(row)
                row["seconds"] = run.seconds + time.perf_counter() - begin
                run.history.rows.append(row)
                run.epoch, run.batch, run.loss_sum, run.count, run.seconds = run.epoch + 1, 0, 0.0, 0.0, 0.0
                for callback in callbacks:
                    callback.on_epoch(run)
            if run.validated is not model:
                model.load_state_dict(run.validated.state_dict())
            for callback in callbacks:
                callback.on_end(run)
        finally:
            for callback in callbacks:
                callback.close()
        return run.history

    def _train_epoch(self) -> None:
        """Train on the batches of an epoch, or on what is left of it."""
        state, run, scaler, finite = self.state, self.state.run, self.state.scaler, self._finite
        begin, before = time.perf_counter(), run.seconds
        window = 0.0  # targets since the last step
        with Explaining(state.model, state.train, self._counted.check, self.accumulate) as batch:
            for X, y, n in state.batches(self.device):
                batch.X, batch.y, batch.outputs = X, y, None
                with self.autocast:
                    batch.outputs = outputs = self.forward(*X) if isinstance(X, tuple) else self.forward(X)
                    loss, count = self._counted(outputs, y, n)
                run.batch += 1
                finite.loss(loss.detach(), count, X)
                if self._sums:
                    loss = loss * count
                    window += float(count)
                ends_window = run.batch % self.accumulate == 0 or run.batch == run.batches
                with nullcontext() if ends_window else self._no_sync():
                    (loss if scaler is None else scaler.scale(loss)).backward()
                if scaler is None:  # a scaler skips a step whose gradient overflowed
                    finite.gradient(partial(self._loss_again, X, y, n))
                if ends_window:
                    run.seconds = before + time.perf_counter() - begin
                    self._step(window)
                    window = 0.0
        if run.batch != run.batches:
            raise ValueError(f"the loader gave {run.batch} batches and said it has {run.batches}")
        finite.read()
        run.seconds = before

    def _step(self, count: float) -> None:
        """Change the weights by the gradient of the batches since the last step."""
        state, optimizer, scaler, stepped = self.state, self.state.optimizer, self.state.scaler, True
        if scaler is not None:
            scaler.unscale_(optimizer)
        if self._sums:
            # DDP has averaged the sums of the processes; what is wanted is their sum over the count of all
            (count,) = totals([count], self.device)
            grads = [p.grad for p in self._parameters if p.grad is not None]
            torch._foreach_mul_(grads, world()[1] / (count or 1))
        if self.clip is not None:
            nn.utils.clip_grad_norm_(self._parameters, self.clip)
        if scaler is None:
            optimizer.step()
        else:
            stepped = self._scaled_step(scaler, optimizer)
        for p in self._parameters:
            p.grad = None
        if state.ema is not None:
            state.ema.update_parameters(state.model)
        if state.scheduler is not None and self.scheduler_per_batch and stepped:
            state.scheduler.step()  # type: ignore[call-arg]
        state.run.step += 1
        for hook in self._on_step:
            hook(state.run)

    def _scaled_step(self, scaler: torch.amp.GradScaler, optimizer: torch.optim.Optimizer) -> bool:
        """False where the gradient overflowed: the scaler then skips the step and lowers its scale."""
        before = scaler.get_scale()
        scaler.step(optimizer)
        scaler.update()
        if scaler.get_scale() < 2**-20:
            where = f"epoch {self.state.run.epoch + 1}, batch {self.state.run.batch}"
            raise FloatingPointError(
                f"no scale makes the gradient finite in {where}, so no step is done any more; "
                'amp="off" names the operation'
            )
        return scaler.get_scale() >= before

    def _loss_again(self, X: Any, y: Any, n: int) -> Tensor:
        """The loss of a batch once more, by the plain model, to look for what went wrong."""
        model = self.state.model
        with self.autocast:
            return self._counted(model(*X) if isinstance(X, tuple) else model(X), y, n)[0]

    def _no_sync(self) -> AbstractContextManager:
        """Between steps the processes need not share their gradients."""
        shared = isinstance(self.forward, DistributedDataParallel)
        return self.forward.no_sync() if shared else nullcontext()  # type: ignore[attr-defined]

    def _step_scheduler(self, row: Row) -> None:
        scheduler = None if self.scheduler_per_batch else self.state.scheduler
        if isinstance(scheduler, ReduceLROnPlateau):
            scheduler.step(row.get("val_loss", row["loss"]))
        elif scheduler is not None:
            scheduler.step()

    def _row(self) -> Row:
        """The row of this epoch, validation included."""
        run, state = self.state.run, self.state
        loss_sum, count = totals([run.loss_sum, run.count], self.device)
        row: Row = {"epoch": run.epoch + 1, "loss": loss_sum / (count or 1)}
        if state.val is not None:
            with self.autocast:
                measured = evaluate(run.validated, state.val, loss=self.loss, metrics=self.metrics)
            row |= {f"val_{name}": value for name, value in measured.items()}
            if not math.isfinite(row["val_loss"]):
                reason = why_not_finite(run.validated, None, row["val_loss"])
                raise FloatingPointError(
                    f"val_loss is {row['val_loss']} after epoch {run.epoch + 1}: {reason}"
                )
        row["lr"] = state.optimizer.param_groups[0]["lr"]
        return row

    def _capture(self) -> dict[str, Any]:
        self._finite.read()
        return self.state.capture()
