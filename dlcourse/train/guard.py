"""Errors that name the value and the fix, before torch fails late or computes something else in silence."""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

_CLASS_LOSSES = (F.cross_entropy, F.nll_loss, nn.CrossEntropyLoss, nn.NLLLoss)
_SAME_SHAPE_LOSSES = (
    F.mse_loss, F.l1_loss, F.smooth_l1_loss, F.huber_loss, F.binary_cross_entropy_with_logits,
    nn.MSELoss, nn.L1Loss, nn.SmoothL1Loss, nn.HuberLoss, nn.BCEWithLogitsLoss, nn.BCELoss,
)  # fmt: skip


def check_model(model: nn.Module) -> None:
    """A model that can be trained: it has parameters, with values, and some of them need a gradient."""
    parameters = dict(model.named_parameters())
    if not any(p.requires_grad for p in parameters.values()):
        raise ValueError(
            f"{type(model).__name__} has {len(parameters)} parameters and none needs a gradient; "
            "layers must be attributes, or in an nn.ModuleList, to be found"
        )
    for name, p in parameters.items():
        if isinstance(p, nn.parameter.UninitializedParameter):
            raise ValueError(
                f"{name} has no shape yet: pass one batch through the lazy model first, model(X)"
            )
        if p.is_meta:
            raise ValueError(f"{name} is on the meta device and has no values; build the model without it")


def check_inputs(model: nn.Module, X: Any) -> None:
    """Floating-point inputs of the model's own precision: NumPy makes float64 where nobody asked for it."""
    kinds = {p.dtype for p in model.parameters() if p.is_floating_point()}
    for x in X if isinstance(X, tuple | list) else (X,):
        if isinstance(x, Tensor) and x.is_floating_point() and len(kinds) == 1 and x.dtype not in kinds:
            wanted = _dtype(next(iter(model.parameters())))
            raise ValueError(f"inputs are {_dtype(x)}, the model is {wanted}; use X.astype('{wanted}')")


def check_optimizer(optimizer: torch.optim.Optimizer, model: nn.Module) -> None:
    """An optimizer that changes this model."""
    own = {id(p) for p in model.parameters()}
    held = [p for group in optimizer.param_groups for p in group["params"]]
    foreign = sum(id(p) not in own for p in held)
    if foreign:
        raise ValueError(
            f"{foreign} of the {len(held)} tensors of the {type(optimizer).__name__} are not parameters of "
            "this model; make the optimizer after the model, from model.parameters()"
        )


def check_batch(loss: Any, outputs: Any, y: Any, all_labels: Tensor | None = None) -> None:
    """Compare a batch's outputs and targets with what `loss` takes; says nothing of a loss it does not know.

    `all_labels` are those of the whole data set where they are at hand: a wrong one may be rare.
    """
    if not (isinstance(outputs, Tensor) and isinstance(y, Tensor)):
        return
    if loss in _CLASS_LOSSES or isinstance(loss, nn.CrossEntropyLoss | nn.NLLLoss):
        _check_classes(
            outputs, y if all_labels is None else all_labels, y, getattr(loss, "ignore_index", -100)
        )
    elif loss in _SAME_SHAPE_LOSSES or type(loss) in _SAME_SHAPE_LOSSES:
        if outputs.shape != y.shape:
            fix = "squeeze the model's output, (B, 1) -> (B,)" if outputs.ndim > y.ndim else "y[:, None]"
            raise ValueError(
                f"outputs have shape {_shape(outputs)} and targets {_shape(y)}; this loss would broadcast "
                f"them and compare every output with every target. Make them equal: {fix}"
            )
        if not y.is_floating_point():
            raise ValueError(f"targets must be of dtype {_dtype(outputs)}, got {_dtype(y)}; use y.float()")


def _check_classes(outputs: Tensor, labels: Tensor, y: Tensor, ignored: int) -> None:
    if outputs.ndim < 2:
        raise ValueError(
            f"logits must be (batch, classes), got {_shape(outputs)}; one output is a job for "
            "binary_cross_entropy_with_logits"
        )
    if y.is_floating_point() and y.shape == outputs.shape:
        return  # class probabilities
    wanted = (outputs.shape[0], *outputs.shape[2:])
    if y.shape != wanted:
        raise ValueError(
            f"logits {_shape(outputs)} need labels of shape {wanted}, got {_shape(y)}; did you forget "
            "x.flatten(1) in the model, or are the labels one-hot? then y.argmax(1)"
        )
    if y.dtype != torch.int64:
        raise ValueError(
            f"labels must be int64, got {_dtype(y)} (first {y.flatten()[0].item()}); use y.long()"
        )
    labels, classes = labels[labels != ignored], outputs.shape[1]
    if labels.numel() and not 0 <= (low := int(labels.min())) <= (high := int(labels.max())) < classes:
        raise ValueError(
            f"labels must be from 0 to {classes - 1} for {classes} logits, got {low} to {high}; "
            + (
                "count the classes from 0: y - 1"
                if low == 1 and high == classes
                else f"give the model {high + 1} outputs"
            )
        )


def why_not_finite(model: nn.Module, X: Any, value: float) -> str:
    """What is known about a loss that became NaN or infinite, and what to do."""
    inputs = [x for x in (X if isinstance(X, tuple | list) else (X,)) if isinstance(x, Tensor)]
    if not all(bool(torch.isfinite(x).all()) for x in inputs):
        return "the batch itself holds NaN or infinity; look at its rows, drop or fill them"
    broken = [name for name, p in model.named_parameters() if not bool(torch.isfinite(p).all())]
    if broken:
        return (
            f"the inputs are finite, but {broken[0]} ({len(broken)} of the model's parameters) is not: the "
            "step before was too large. Lower lr, or set clip=1.0"
        )
    return (
        f"inputs and weights are finite, so {value} comes from the model or the loss: a log of, or division "
        "by, 0, or an exp that overflows. torch.autograd.set_detect_anomaly(True) names the operation"
    )


def _shape(tensor: Tensor) -> tuple[int, ...]:
    return tuple(tensor.shape)


def _dtype(tensor: Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")
