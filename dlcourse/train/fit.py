"""`fit`: put the parts of a training run together and run it."""

import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Literal

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.parallel import DistributedDataParallel
from torch.optim.lr_scheduler import LRScheduler, ReduceLROnPlateau
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader, DistributedSampler

from dlcourse.train.batches import Loader, TensorLoader
from dlcourse.train.callbacks import Callback
from dlcourse.train.device import pick
from dlcourse.train.distributed import world
from dlcourse.train.evaluate import Loss, Metrics, default_metrics
from dlcourse.train.guard import check_model, check_optimizer
from dlcourse.train.history import History
from dlcourse.train.loop import Position, Trainer
from dlcourse.train.resume import restore

OptimizerLike = (
    Literal["adam", "adamw", "sgd"]
    | torch.optim.Optimizer
    | Callable[[Iterable[nn.Parameter]], torch.optim.Optimizer]
)
_OPTIMIZERS: dict[str, tuple[Any, float]] = {
    "adam": (torch.optim.Adam, 1e-3),
    "adamw": (torch.optim.AdamW, 1e-3),
    "sgd": (torch.optim.SGD, 1e-2),
}


def fit(
    model: nn.Module,
    train: Loader,
    val: Loader | None = None,
    *,
    epochs: int = 20,
    loss: Loss = F.cross_entropy,
    optimizer: OptimizerLike = "adam",
    lr: float | None = None,
    scheduler: Callable[[torch.optim.Optimizer], LRScheduler | ReduceLROnPlateau] | None = None,
    scheduler_step: Literal["epoch", "batch"] = "epoch",
    metrics: Metrics | None = None,
    callbacks: Sequence[Callback] = (),
    device: str | torch.device = "auto",
    amp: Literal["auto", "off", "bf16", "fp16"] = "auto",
    clip: float | None = None,
    accumulate: int = 1,
    ema: float | None = None,
    compile: bool = False,
    channels_last: bool = False,
    resume: str | Path | None = None,
) -> History:
    """Train `model` and return its history, a row an epoch: epoch, loss, val_*, lr, seconds.

    The model is moved to the device and trained in place.

    Parameters
    ----------
    model : nn.Module
    train, val : TensorLoader or DataLoader
        Batches of (inputs, ..., targets); more than one input is passed as `model(a, b)`.
    epochs : int
        In all, those before a resume included.
    loss : callable
        Of outputs and targets; returns the mean over the batch, or (sum, count), as with padded tokens.
    optimizer : {"adam", "adamw", "sgd"}, Optimizer, or callable of the parameters
        By name it is the fused kind, which costs a third on small models.
    lr : float, optional
        For an optimizer by name; 0.001, for sgd 0.01.
    scheduler : callable of the optimizer, optional
        Such as `lambda optimizer: CosineAnnealingLR(optimizer, epochs)`.
    scheduler_step : {"epoch", "batch"}
        When it steps: after each epoch, or after each optimizer step.
    metrics : dict of name to callable, optional
        Measured on `val`; accuracy with cross-entropy unless given.
    device : str
        See `pick`.
    amp : {"auto", "off", "bf16", "fp16"}
        Mixed precision. "auto" is on with cuda only: bf16 where the card has it, else fp16, scaled.
    clip : float, optional
        Largest norm of the whole gradient.
    accumulate : int
        Batches to a step. The gradient is that of all their examples together, however they are cut.
    ema : float, optional
        Decay of a running average of the weights, such as 0.999; it is validated, and is the result.
    compile : bool
        Use torch.compile; it pays for large models on a GPU.
    channels_last : bool
        Memory order of a convolutional model's weights; faster on CPU and cuda, wrong results on mps.
    resume : str or Path, optional
        A folder of `Checkpoint`: go on from its last.pt if it has one. Or a file, which must exist.

    Raises
    ------
    ValueError
        If an argument, the model, the data or the checkpoint does not fit the others.
    FloatingPointError
        If a loss is NaN or infinite; says in which epoch and batch, and what to do.
    MemoryError
        If the device is full; says what to lower.

    Examples
    --------
    >>> X = torch.linspace(-1, 1, 64)[:, None]
    >>> history = fit(nn.Linear(1, 1), TensorLoader(X, 2 * X), epochs=3, loss=F.mse_loss, device="cpu")
    >>> history.columns
    ['epoch', 'loss', 'lr', 'seconds']
    """
    for name, value in {"epochs": epochs, "accumulate": accumulate}.items():
        if value < 1:
            raise ValueError(f"{name} must be at least 1, got {value}")
    if scheduler_step not in ("epoch", "batch"):
        raise ValueError(f'scheduler_step must be "epoch" or "batch", got {scheduler_step!r}')
    if (clip is not None and clip <= 0) or (ema is not None and not 0 < ema < 1):
        raise ValueError(f"clip must be over 0 and ema between 0 and 1, got clip={clip}, ema={ema}")
    check_model(model)
    where = pick(device, quiet=True)
    if channels_last and where.type == "mps":
        raise ValueError("channels_last gives wrong batch-norm gradients on mps; leave it out there")
    model.to(where)
    if channels_last:
        model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    for loader in (train, val):
        if loader is not None:
            _share(loader)
    autocast, scaler = _mixed_precision(amp, where)
    built = make_optimizer(optimizer, model, lr, where)
    schedule = scheduler(built) if scheduler is not None else None
    if schedule is not None and scheduler_step == "batch" and isinstance(schedule, ReduceLROnPlateau):
        raise ValueError('ReduceLROnPlateau looks at whole epochs: use scheduler_step="epoch"')
    forward: nn.Module = model
    if world()[1] > 1:
        forward = DistributedDataParallel(model, [where] if where.type == "cuda" else None)
    trainer = Trainer(
        model=model,
        forward=torch.compile(forward) if compile else forward,
        train=train,
        val=val,
        loss=loss,
        metrics=default_metrics(loss) if metrics is None else metrics,
        optimizer=built,
        scheduler=schedule,
        scheduler_per_batch=scheduler_step == "batch",
        scaler=scaler,
        ema=None if ema is None else AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(ema)),
        autocast=autocast,
        callbacks=sorted(callbacks, key=lambda callback: callback.runs_last),
        device=where,
        epochs=epochs,
        clip=clip,
        accumulate=accumulate,
        position=Position(_batches(train)),
    )
    if resume is not None:
        restore(trainer, resume)
    return trainer.run()


def make_optimizer(
    kind: OptimizerLike, model: nn.Module, lr: float | None, device: torch.device
) -> torch.optim.Optimizer:
    parameters = [p for p in model.parameters() if p.requires_grad]
    if isinstance(kind, str):
        if kind not in _OPTIMIZERS:
            raise ValueError(
                f"optimizer must be one of {', '.join(_OPTIMIZERS)}, or an Optimizer, got {kind!r}"
            )
        make, default = _OPTIMIZERS[kind]
        # on an mps device fused kernels are younger than the oldest torch we accept
        return make(parameters, lr=default if lr is None else lr, fused=device.type in ("cpu", "cuda"))
    if lr is not None:
        raise ValueError(f"lr={lr} is for an optimizer by name; give it to your own optimizer instead")
    built = kind if isinstance(kind, torch.optim.Optimizer) else kind(parameters)
    check_optimizer(built, model)
    return built


def _mixed_precision(amp: str, device: torch.device) -> tuple[Any, torch.amp.GradScaler | None]:
    if amp not in ("auto", "off", "bf16", "fp16"):
        raise ValueError(f'amp must be "auto", "off", "bf16" or "fp16", got {amp!r}')
    if amp == "auto":
        amp = "off"
        if device.type == "cuda":
            amp = "bf16" if torch.cuda.get_device_capability(device) >= (8, 0) else "fp16"
    if amp == "off":
        return nullcontext(), None
    if device.type == "cpu":
        warnings.warn(f'amp="{amp}" makes training on a CPU slower; it is there to try it', stacklevel=3)
    dtype = torch.bfloat16 if amp == "bf16" else torch.float16
    scaler = torch.amp.GradScaler(device.type) if amp == "fp16" else None
    return torch.autocast(device.type, dtype=dtype), scaler


def _batches(train: Loader) -> int:
    try:
        batches = len(train)
    except TypeError as error:
        raise ValueError(
            "the loader has no length (an IterableDataset?), so an epoch's last step and a resume have no "
            "place; give the Dataset a __len__"
        ) from error
    if batches == 0:
        size = len(train.dataset) if isinstance(train, DataLoader) else 0  # type: ignore[arg-type]
        raise ValueError(
            f"the loader is empty: {size} examples, batch_size {train.batch_size}, drop_last="
            f"{train.drop_last}; give it data, or a smaller batch_size"
        )
    return batches


def _share(loader: Loader) -> None:
    """Among several processes each takes its part of the data."""
    rank, processes = world()
    if isinstance(loader, TensorLoader):
        loader.process, loader.processes = rank, processes
    elif not isinstance(loader, DataLoader):
        raise TypeError(
            f"expected a TensorLoader or a DataLoader, got {type(loader).__name__}; TensorLoader(X, y)"
        )
    elif processes > 1 and not isinstance(loader.sampler, DistributedSampler):
        raise ValueError(
            f"{processes} processes would all train on the same batches; give the DataLoader "
            "sampler=DistributedSampler(dataset), or use a TensorLoader"
        )
