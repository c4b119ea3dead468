"""`evaluate`: loss and metrics of a model over a loader, without training it."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

import torch
from torch import nn
from torch.nn import functional as F

from dlcourse.train.batches import Loader, feed
from dlcourse.train.distributed import totals
from dlcourse.train.errors import Explaining
from dlcourse.train.losses import CountedLoss, Loss, Metrics


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
    model: nn.Module, loader: Loader, *, loss: Loss = F.cross_entropy, metrics: Metrics | None = None
) -> dict[str, float]:
    """Mean loss and metrics over all examples of `loader`, on the device where the model is.

    Parameters
    ----------
    loss : callable
        Of outputs and targets; returns the mean over the batch, or (sum, count). Ignored labels and class
        weights of PyTorch's own losses count as they do there over all the data at once.
    metrics : dict of name to callable, optional
        Each returns its mean over the batch, or (sum, count). The default is accuracy with a loss over
        classes, else none.

    Raises
    ------
    ValueError
        If the loader is empty, no target counts, or the targets do not fit the outputs.

    Examples
    --------
    >>> from dlcourse.train import TensorLoader
    >>> X = torch.tensor([[1.0], [2.0], [3.0]])
    >>> double = nn.Linear(1, 1, bias=False)
    >>> _ = nn.init.constant_(double.weight, 2.0)
    >>> evaluate(double, TensorLoader(X, 2 * X + 1), loss=F.mse_loss)
    {'loss': 1.0}
    """
    counted = CountedLoss(loss, loader)
    metrics = counted.metrics(metrics)
    device = next((t.device for t in chain(model.parameters(), model.buffers())), torch.device("cpu"))
    sums, counts = [0.0] * (1 + len(metrics)), [0.0] * (1 + len(metrics))
    with evaluating(model), Explaining(model, loader, counted.check) as batch:
        for X, y, n in feed(loader, device):
            batch.X, batch.y, batch.outputs = X, y, None
            batch.outputs = outputs = model(*X) if isinstance(X, tuple) else model(X)
            mean, count = counted(outputs, y, n)
            parts = [(float(mean) * float(count), float(count))]
            for metric in metrics.values():
                value = metric(outputs, y)
                total, count = value if isinstance(value, tuple) else (float(value) * n, n)
                parts.append((float(total), float(count)) if n else (0.0, 0.0))
            for i, (total, count) in enumerate(parts):
                sums[i] += total
                counts[i] += count
    together = totals([*sums, *counts], device)
    sums, counts = together[: len(sums)], together[len(sums) :]
    if not counts[0]:
        raise ValueError(
            "there is nothing to measure: the loader gave no batch (is drop_last set, or the split empty?), "
            "or no target counts, as when all labels are ignored"
        )
    # a metric for which nothing counts has no mean
    means = [total / count if count else float("nan") for total, count in zip(sums, counts, strict=True)]
    return dict(zip(["loss", *metrics], means, strict=True))
