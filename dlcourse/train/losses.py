"""A loss as mean and count, so that no result depends on how the data were cut into batches; accuracy."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from dlcourse.train.batches import Loader, TensorLoader
from dlcourse.train.errors import check_batch

Loss = Callable[[Any, Any], Any]
Metrics = Mapping[str, Callable[[Any, Any], Any]]
Count = float | Tensor  # a tensor on an accelerator, where reading it would wait

CLASS_LOSSES: dict[Any, Any] = {nn.CrossEntropyLoss: F.cross_entropy, nn.NLLLoss: F.nll_loss}
ELEMENT_LOSSES: dict[Any, Any] = {
    nn.MSELoss: F.mse_loss, nn.L1Loss: F.l1_loss, nn.SmoothL1Loss: F.smooth_l1_loss,
    nn.HuberLoss: F.huber_loss,
    nn.BCEWithLogitsLoss: F.binary_cross_entropy_with_logits, nn.BCELoss: F.binary_cross_entropy,
}  # fmt: skip
_OPTIONS = ("weight", "ignore_index", "label_smoothing", "reduction")


class CountedLoss:
    """Gives the mean of `loss` over a batch, and of how many targets (or of what weight) it is the mean.

    PyTorch's losses over classes leave out ignored labels and weigh classes; other functions return the
    mean over the batch's examples, or (sum, count). `reduction="sum"` and `"none"` become the mean as well.
    """

    def __init__(self, loss: Loss, loader: Loader):
        self.loss, self.loader, self.checked = loss, loader, False
        function, self.options = (loss.func, dict(loss.keywords)) if isinstance(loss, partial) else (loss, {})
        for kind, same in {**CLASS_LOSSES, **ELEMENT_LOSSES}.items():
            if getattr(type(function), "forward", None) is kind.forward:
                self.options = {name: getattr(loss, name) for name in _OPTIONS if hasattr(loss, name)}
                function = same
        self.function = function
        self.of_classes = function in CLASS_LOSSES.values()
        self.of_elements = function in ELEMENT_LOSSES.values()
        self.reduction = self.options.pop("reduction", getattr(function, "reduction", "mean"))
        self.ignored = self.options.get("ignore_index", -100)

    def __call__(self, outputs: Any, y: Any, n: int) -> tuple[Tensor, Count]:
        """The mean, and its count: 0 where `n`, the number of examples that count, is 0."""
        if not self.checked:
            self.check(outputs, y)
        if self.counts_labels and not y.is_floating_point():
            result = self._classes(outputs, y)
        else:
            result = self.loss(outputs, y)
        if isinstance(result, tuple):
            total, counted = result
            if isinstance(counted, Tensor) and counted.device.type != "cpu":
                return total / torch.where(counted > 0, counted, 1), counted if n else 0
            return total / (float(counted) or 1), float(counted) if n else 0
        count = y.numel() if self.of_classes or self.of_elements else n
        if self.of_classes and y.is_floating_point():
            count //= y.shape[1]  # probabilities of the classes
        if self.reduction == "sum":
            result = result / max(count, 1)
        elif self.reduction == "none":
            result = result.mean()
        elif result.ndim:
            raise ValueError(f"loss must be one number, got shape {tuple(result.shape)}; use its .mean()")
        return result, count if n else 0

    def check(self, outputs: Any, y: Any) -> None:
        """Look at a first batch, and at all labels where they are at hand: do they fit, is any ignored?"""
        kind = "classes" if self.of_classes or isinstance(self.loss, tuple(CLASS_LOSSES)) else ""
        kind = "elements" if self.of_elements else kind
        loader = self.loader if isinstance(self.loader, TensorLoader) else None
        labels = y if loader is None else loader.tensors[-1]
        check_batch(
            kind, outputs, y, labels, self.ignored, arrays=loader is not None and loader.from_arrays[-1]
        )
        self.counts_labels = self.of_classes and not (
            self.options.get("weight") is None and loader is not None and not (labels == self.ignored).any()
        )
        self.checked = True

    def _classes(self, outputs: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        options, counted = {**self.options, "reduction": "sum"}, y != self.ignored
        if (weight := options.get("weight")) is None:
            count = counted.sum()
        else:
            options["weight"] = weight = weight.to(outputs.device)
            count = (weight[torch.where(counted, y, 0)] * counted).sum()
        return self.function(outputs, y, **options), count

    def metrics(self, metrics: Metrics | None) -> Metrics:
        """Those given, or accuracy where the loss is one of classes; it leaves out ignored labels."""
        if metrics is None:
            metrics = {"accuracy": accuracy} if self.of_classes else {}
        own = partial(hits, ignored=self.ignored)
        return {name: own if metric is accuracy else metric for name, metric in metrics.items()}


def hits(outputs: Tensor, y: Tensor, ignored: int = -100) -> tuple[Tensor, Tensor]:
    """How many labels are those of the largest output, and how many count."""
    if y.is_floating_point() and y.shape == outputs.shape:
        y = y.argmax(1)  # probabilities of the classes
    counted = y != ignored
    return ((outputs.argmax(1) == y) & counted).sum(), counted.sum()


def accuracy(outputs: Tensor, y: Tensor) -> Tensor:
    """Share of the rows of `outputs` (batch, classes, ...) whose largest entry is that of the label.

    Parameters
    ----------
    outputs : float tensor, shape (batch, classes, ...)
    y : int64 tensor, shape (batch, ...)
        A label of -100 does not count; where none does, the share is NaN.

    Examples
    --------
    >>> accuracy(torch.tensor([[2.0, 1.0], [0.0, 3.0]]), torch.tensor([0, 0]))
    tensor(0.5000)
    """
    right, count = hits(outputs, y)
    return right / count
