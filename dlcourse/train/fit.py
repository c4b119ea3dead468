"""`fit`: put the parts of a training run together and run it."""

import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, Literal

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.parallel import DistributedDataParallel
from torch.optim.lr_scheduler import ReduceLROnPlateau
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader, DistributedSampler

from dlcourse.train.batches import Loader, TensorLoader
from dlcourse.train.callbacks import Callback, Run
from dlcourse.train.checkpoint import Checkpoint
from dlcourse.train.device import pick
from dlcourse.train.distributed import world
from dlcourse.train.errors import check_model, check_optimizer
from dlcourse.train.history import History
from dlcourse.train.loop import Loop
from dlcourse.train.losses import Loss, Metrics
from dlcourse.train.resume import Scheduler, TrainState, hyperparameters

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
    scheduler: Callable[[torch.optim.Optimizer], Scheduler] | None = None,
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
        With PyTorch's own losses the mean is taken over what counts, whatever their `reduction`: ignored
        labels do not, and classes have their weights.
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
        Go on from this file, or from last.pt of this folder if it has one. It must exist, unless it is the
        folder of a `Checkpoint` among the callbacks, which makes it.

    Raises
    ------
    ValueError
        If an argument, the model, the data or the checkpoint does not fit the others.
    FloatingPointError
        If a loss or a gradient is NaN or infinite; says in which epoch and batch, and what to do.
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
    if isinstance(loss, nn.Module):
        loss.to(where)  # the weights of classes
    autocast, scaler = _mixed_precision(amp, where)
    own_optimizer = make_optimizer(optimizer, model, lr, where)
    arguments = hyperparameters(own_optimizer)  # a schedule changes the rate as soon as it is made
    schedule = None if scheduler is None else scheduler(own_optimizer)
    if schedule is not None:
        arguments |= hyperparameters(own_optimizer, schedule)
    average = None if ema is None else AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(ema))
    run = Run(model, model if average is None else average.module, epochs, _batches(train))
    callbacks = sorted(callbacks, key=lambda callback: callback.runs_last)
    for callback in callbacks:
        callback.reset()
    state = TrainState(
        run, model, own_optimizer, schedule, scaler, average, train, val, callbacks, arguments=arguments
    )
    if resume is not None and (path := _checkpoint(Path(resume), callbacks)):
        state.restore(path)
    if schedule is not None:
        steps = -(-run.batches // accumulate) if scheduler_step == "batch" else 1
        _check_schedule(schedule, scheduler_step, epochs * steps)
    forward: nn.Module = model
    if world()[1] > 1:
        forward = DistributedDataParallel(model, [where] if where.type == "cuda" else None)
    loop = Loop(
        state,
        torch.compile(forward) if compile else forward,
        loss,
        metrics,
        where,
        autocast,
        clip,
        accumulate,
        scheduler_per_batch=scheduler_step == "batch",
    )
    return loop.fit()


def _checkpoint(path: Path, callbacks: Sequence[Callback]) -> Path | None:
    """The file to go on from; None if there is none yet, in a folder that exists or will."""
    if path.is_dir():
        return path / "last.pt" if (path / "last.pt").exists() else None
    own = [c.folder.resolve() for c in callbacks if isinstance(c, Checkpoint)]
    if not path.exists() and path.resolve() not in own:
        raise FileNotFoundError(
            f"there is no checkpoint {path}; Checkpoint(folder) writes folder/last.pt, and resume=folder may "
            "name a new folder if that callback is given as well"
        )
    return path if path.exists() else None


def _check_schedule(schedule: Scheduler, step: str, needed: int) -> None:
    """A schedule that fits what it is fed with, and as long as the run."""
    name = type(schedule).__name__
    if isinstance(schedule, ReduceLROnPlateau):
        if step == "batch":
            raise ValueError('ReduceLROnPlateau looks at whole epochs: use scheduler_step="epoch"')
        if schedule.mode == "max":
            raise ValueError(
                'ReduceLROnPlateau is given a loss, val_loss where there is one: with mode="max" it would '
                'lower the rate while that falls; use mode="min"'
            )
    elif (length := getattr(schedule, "total_steps", None)) is not None and length < needed:
        raise ValueError(
            f"{name} has {length} steps and this run {needed}, one after each {step}; make it with "
            f"total_steps={needed}, or for a run that was resumed start from its weights, load_weights"
        )
    elif (length := getattr(schedule, "T_max", needed)) < needed:
        warnings.warn(
            f"{name} falls for {length} steps (T_max) and this run has {needed}, one after each {step}: then "
            f"its rate rises again; make it with T_max={needed}",
            stacklevel=3,
        )


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


def _mixed_precision(
    amp: str, device: torch.device
) -> tuple[AbstractContextManager, torch.amp.GradScaler | None]:
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
