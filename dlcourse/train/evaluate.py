"""`evaluate`: loss and metrics of a model over a loader, without training it."""

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from dlcourse.train.batches import Loader, TensorLoader
from dlcourse.train.distributed import totals, world
from dlcourse.train.guard import check_batch

Loss = Callable[[Any, Any], Any]
Metrics = Mapping[str, Callable[[Any, Any], Any]]


def accuracy(outputs: Tensor, y: Tensor) -> Tensor:
    """Share of the rows of `outputs` (batch, classes, ...) whose largest entry is that of the label.

    Parameters
    ----------
    outputs : float tensor, shape (batch, classes, ...)
    y : int64 tensor, shape (batch, ...)

    Examples
    --------
    >>> accuracy(torch.tensor([[2.0, 1.0], [0.0, 3.0]]), torch.tensor([0, 0]))
    tensor(0.5000)
    """
    return (outputs.argmax(1) == y).float().mean()


def default_metrics(loss: Loss) -> Metrics:
    """Accuracy where the loss is one of classes."""
    return {"accuracy": accuracy} if loss is F.cross_entropy or isinstance(loss, nn.CrossEntropyLoss) else {}


def feed(
    loader: Loader, device: torch.device, skip: int = 0, skipped: Callable[[], None] | None = None
) -> Iterator[tuple[Any, Any, int]]:
    """Inputs, targets (on the device) and the number of examples that count, from batch `skip` on.

    `skipped` is called before the first of them is made, to set the generators that it draws from.
    """
    if isinstance(loader, TensorLoader):
        if skipped is not None:
            skipped()
        yield from loader.to(device).weighted(skip)
        return
    if skipped is not None and not skip:
        skipped()  # a new epoch's order is drawn from them as well
    batches = iter(loader)
    for _ in range(skip):  # a DataLoader can only be brought there by drawing
        next(batches)
    if skipped is not None and skip:
        skipped()
    for batch in batches:
        if not (isinstance(batch, tuple | list) and len(batch) >= 2):
            raise TypeError(
                f"a batch must be (inputs, ..., targets), got {type(batch).__name__}; see collate_fn"
            )
        *inputs, y = (to_device(part, device) for part in batch)
        yield (inputs[0] if len(inputs) == 1 else tuple(inputs)), y, len(batch[-1])


def to_device(part: Any, device: torch.device) -> Any:
    if isinstance(part, Tensor):
        return part.to(device, non_blocking=True)  # waits on its own unless the memory is pinned
    if isinstance(part, tuple | list):
        return type(part)(to_device(item, device) for item in part)
    if isinstance(part, dict):
        return {key: to_device(item, device) for key, item in part.items()}
    return part


def mean_loss(result: Any, count: int) -> tuple[Tensor, float]:
    """A loss function's result as mean and count; it may itself return (sum, count), as with padding."""
    if isinstance(result, tuple):
        counted = float(result[1]) if count else 0.0
        return result[0] / max(float(result[1]), 1.0), counted
    return result, count


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    """Evaluation mode without gradients; every module is put back as it was, also after an error."""
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        for module, mode in modes:
            module.training = mode


def evaluate(
    model: nn.Module,
    loader: Loader,
    *,
    loss: Loss = F.cross_entropy,
    metrics: Metrics | None = None,
    autocast: Any = None,
) -> dict[str, float]:
    """Mean loss and metrics over all examples of `loader`, on the device where the model is.

    Parameters
    ----------
    loss : callable
        Of outputs and targets; returns the mean over the batch, or (sum, count).
    metrics : dict of name to callable, optional
        Each returns its mean over the batch. The default is accuracy with cross-entropy, else none.

    Raises
    ------
    ValueError
        If the loader is empty, or its targets do not fit the outputs.

    Examples
    --------
    >>> from dlcourse.train import TensorLoader
    >>> X = torch.tensor([[1.0], [2.0], [3.0]])
    >>> double = nn.Linear(1, 1, bias=False)
    >>> _ = nn.init.constant_(double.weight, 2.0)
    >>> evaluate(double, TensorLoader(X, 2 * X + 1), loss=F.mse_loss)
    {'loss': 1.0}
    """
    metrics = default_metrics(loss) if metrics is None else metrics
    device = next(model.parameters()).device
    sums = [0.0] * (2 + len(metrics))  # loss and its count, then the metrics
    rows, checked = 0, False
    with evaluating(model), autocast or torch.autocast(device.type, enabled=False):
        for X, y, n in feed(loader, device):
            outputs = model(*X) if isinstance(X, tuple) else model(X)
            if not checked:
                all_labels = loader.tensors[-1] if isinstance(loader, TensorLoader) else None
                check_batch(loss, outputs, y, all_labels)
                checked = True
            mean, count = mean_loss(loss(outputs, y), n)
            values = [float(metric(outputs, y)) * n for metric in metrics.values()]
            for i, value in enumerate([float(mean) * count, count, *values]):
                sums[i] += value
            rows += n
    *sums, counted = totals([*sums, float(rows)], device) if world()[1] > 1 else [*sums, rows]
    if not counted:
        raise ValueError(
            "the loader gave no batch, so there is nothing to measure; is drop_last set, or the split empty?"
        )
    total, count, *others = sums
    means = {name: value / counted for name, value in zip(metrics, others, strict=True)}
    return {"loss": total / count if count else math.nan, **means}
