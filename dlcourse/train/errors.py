"""Errors that name the value and the fix, before torch fails late or computes something else in silence."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from dlcourse.train.device import is_out_of_memory, out_of_memory


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


def check_optimizer(optimizer: torch.optim.Optimizer, model: nn.Module) -> None:
    """An optimizer that changes this model."""
    own = {id(p) for p in model.parameters()}
    held = [p for group in optimizer.param_groups for p in group["params"]]
    if foreign := sum(id(p) not in own for p in held):
        raise ValueError(
            f"{foreign} of the {len(held)} tensors of the {type(optimizer).__name__} are not parameters of "
            "this model; make the optimizer after the model, from model.parameters()"
        )


def check_batch(
    kind: str, outputs: Any, y: Any, labels: Any, ignored: int = -100, *, arrays: bool = False
) -> None:
    """Compare outputs and targets with what a loss of "classes" or "elements" takes; knows no other kind.

    `labels` are those of the whole data set where they are at hand: a wrong one may be rare. `arrays` says
    that the user holds NumPy arrays, whose methods the advice must name.
    """
    if not (kind and isinstance(outputs, Tensor) and isinstance(y, Tensor)):
        return
    if kind == "classes":
        return _check_classes(outputs, y, labels, ignored, arrays)
    if outputs.shape != y.shape:
        fix = f"give the model {y.shape[-1] if y.ndim else 1} outputs, or check the targets"
        if y.ndim == outputs.ndim + 1:
            fix = "y.squeeze(1)"
        elif outputs.ndim == y.ndim + 1:
            fix = "squeeze the model's output, (B, 1) -> (B,)"
        raise ValueError(
            f"outputs have shape {tuple(outputs.shape)} and targets {tuple(y.shape)}; this loss would "
            f"broadcast them and compare every output with every target. Make them equal: {fix}"
        )
    if not y.is_floating_point():
        dtype = _dtype(outputs)
        raise ValueError(
            f"targets must be of dtype {dtype}, got {_dtype(y)}; use {_cast('y', dtype, arrays)}"
        )


def _check_classes(outputs: Tensor, y: Tensor, labels: Tensor, ignored: int, arrays: bool) -> None:
    shape = tuple(y.shape)
    if outputs.ndim < 2:
        raise ValueError(
            f"logits must be (batch, classes), got {tuple(outputs.shape)}; one output is a job for "
            "binary_cross_entropy_with_logits"
        )
    if y.is_floating_point() and y.shape == outputs.shape:
        return  # class probabilities
    wanted = (outputs.shape[0], *outputs.shape[2:])
    if shape != wanted:
        fix = "did you forget x.flatten(1) in the model?"
        if shape == (*wanted, 1) or (shape[:1] + shape[2:] == wanted and shape[1] == 1):
            fix = f"they are a column: use y.squeeze({shape.index(1, 1)})"
        elif shape == tuple(outputs.shape):
            fix = "are the labels one-hot? then y.argmax(1)"
        raise ValueError(f"logits {tuple(outputs.shape)} need labels of shape {wanted}, got {shape}; {fix}")
    if y.dtype != torch.int64:
        fix = _cast("y", "int64", arrays)
        raise ValueError(f"labels must be int64, got {_dtype(y)} (first {y.flatten()[0].item()}); use {fix}")
    labels, classes = labels[labels != ignored], outputs.shape[1]
    if labels.numel() and not 0 <= (low := int(labels.min())) <= (high := int(labels.max())) < classes:
        from_one = low == 1 and high == classes
        raise ValueError(
            f"labels must be from 0 to {classes - 1} for {classes} logits, got {low} to {high}; "
            + ("count the classes from 0: y - 1" if from_one else f"give the model {high + 1} outputs")
        )


@dataclass
class Explaining:
    """A `with` block around batches, which sets `X`, `y` and `outputs`: its errors say what to do about them.

    Where that is not known, the error passes as it is.
    """

    model: nn.Module
    loader: Any
    check: Callable[[Any, Any], None]  # of outputs and targets; raises if they do not fit
    accumulate: int = 1
    X: Any = None
    y: Any = None
    outputs: Any = None

    def __enter__(self) -> "Explaining":
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, RuntimeError | IndexError | ValueError) and (better := self._better(error)):
            raise better from error

    def _better(self, error: Exception) -> Exception | None:
        size, said = getattr(self.loader, "batch_size", None), str(error)
        if is_out_of_memory(error):
            device = next((p.device for p in self.model.parameters()), torch.device("cpu"))
            return out_of_memory(error, device, size, self.accumulate)
        if "Expected more than 1 value per channel" in said and any(
            isinstance(module, _BatchNorm) for module in self.model.modules()
        ):
            return ValueError(
                f"a batch holds one example, and batch norm needs two to train on (batch_size {size}, the "
                "last batch holds what is left): set drop_last=True, or another batch_size"
            )
        try:
            if re.search("type|not implemented for", said):
                _check_dtypes(self.model, self.X, said, getattr(self.loader, "from_arrays", None))
            if self.outputs is not None:
                self.check(self.outputs, self.y)
        except ValueError as known:
            return known
        return None


def _check_dtypes(model: nn.Module, X: Any, said: str, arrays: list[bool] | None) -> None:
    """Inputs of the model's own precision: NumPy makes float64 unasked, and images come as bytes."""
    dtypes = {_dtype(p) for p in model.parameters() if p.is_floating_point()}
    embeds = any(isinstance(module, nn.Embedding) for module in model.modules())
    wanted = "int64" if embeds and "indices" in said else dtypes.pop() if len(dtypes) == 1 else ""
    parts = X if isinstance(X, tuple | list) else (X,)
    for x, from_array in zip(parts, arrays or repeat(False), strict=False):
        is_index = embeds and isinstance(x, Tensor) and x.dtype in (torch.int32, torch.int64)
        if wanted and isinstance(x, Tensor) and _dtype(x) != wanted and not is_index:
            fix = _cast("X", wanted, from_array) + (" / 255" if _dtype(x) == "uint8" and not embeds else "")
            raise ValueError(f"inputs are {_dtype(x)}, the model is {wanted}; use {fix}")


def _cast(name: str, dtype: str, arrays: bool) -> str:
    if arrays:
        return f"{name}.astype('{dtype}')"
    return f"{name}." + {"int64": "long()", "float32": "float()"}.get(dtype, f"to(torch.{dtype})")


def _dtype(tensor: Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")
