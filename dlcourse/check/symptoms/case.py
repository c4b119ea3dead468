"""`Case`, on which `diagnose` measures, `Found`, and `restoring`, by which it leaves no trace."""

import math
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import torch
from torch import Tensor, nn

from dlcourse.check.findings import MARKS, Verdict

_DROPOUT = nn.modules.dropout._DropoutNd
_SMALL = 16  # samples that a healthy model can memorize


@dataclass(frozen=True)
class Found:
    """What a check measured, what that means, and what to do about it."""

    verdict: Verdict
    number: float
    says: str
    remedy: str = ""
    layers: dict[str, float] = field(default_factory=dict)  # the number of each layer, where there is one


ok, look, broken, skipped = (partial(Found, verdict) for verdict in MARKS)


@dataclass
class Case:
    """A model, its loss and one batch, refused if they do not fit together."""

    model: nn.Module
    loss: Callable[..., Tensor]
    X: Tensor
    y: Tensor
    optimizer: Callable[..., torch.optim.Optimizer] | None
    steps: int
    seed: int

    def __post_init__(self) -> None:
        for name, part in (("X", self.X), ("y", self.y)):
            if not isinstance(part, Tensor):
                raise TypeError(f"{name} must be a tensor, got {type(part).__name__}; use torch.as_tensor")
        if len(self.X) != len(self.y) or len(self.X) < 8:
            raise ValueError(f"need as many X as y and at least 8, got {len(self.X)} and {len(self.y)}")
        if not any(p.requires_grad for p in self.model.parameters()):
            raise ValueError("no parameter of the model has requires_grad=True: nothing here can learn")
        with restoring(self):
            out = self.run()
            if not isinstance(out, Tensor):
                kind = type(out).__name__
                raise TypeError(
                    f"the model must return one tensor, got {kind}: wrap it and return the logits"
                )
            self.axis = _class_axis(out, self.y)
            top = out.shape[self.axis] if self.axis else math.inf
            if self.y.max() >= top or (self.axis and self.y[self.y != -100].min() < 0):
                raise ValueError(
                    f"labels must be 0 to {top - 1}, one for each of the {top} outputs; got "
                    f"{self.y.min()} to {self.y.max()}: renumber them or widen the last layer"
                )
            value = self.loss(out, self.y)
        if not isinstance(value, Tensor) or value.numel() != 1:
            raise ValueError(f"the loss must return one number as a tensor, got {value!r:.80}")

    def run(self, X: Tensor | None = None, *, train: bool = False) -> Tensor:
        """The outputs in eval mode, or in train mode without dropout, which is noise to a measurement."""
        for module in self.model.modules():
            module.training = train and not isinstance(module, _DROPOUT)
        return self.model(self.X if X is None else X)

    def small(self) -> tuple[Tensor, Tensor]:
        """A few samples from the whole batch, which may be sorted by class."""
        rows = torch.linspace(0, len(self.X) - 1, min(_SMALL, len(self.X)), device=self.X.device).long()
        return self.X[rows], self.y[rows]

    def baseline(self, out: Tensor, y: Tensor, pick: Callable[..., float] = min) -> float:
        """The loss of a model that ignores its input: log K for K classes and cross-entropy.

        Without classes there are several such guesses; `pick` takes the best of them or the worst.
        """
        if self.axis:
            return self.loss(torch.full_like(out, -math.log(out.shape[self.axis])), y).item()
        mean = y.to(out.dtype).mean(0, keepdim=True)
        guesses = [torch.full_like(out, 0.5), mean.expand_as(out)]
        if out.min() < 0:  # then outputs are no probabilities, of which 0 may be infinitely wrong
            guesses.append(torch.zeros_like(out))
        return pick(self.loss(guess, y).item() for guess in guesses)

    def lowest(self, out: Tensor, y: Tensor) -> float:
        """About the lowest loss there is, which is not 0 when labels are smoothed."""
        if not self.axis:
            return 0.0
        right = nn.functional.one_hot(y.clamp(min=0), out.shape[self.axis]).movedim(-1, self.axis)
        sure = [(s * right.to(out.dtype)).log_softmax(self.axis) for s in (2, 4, 6, 8, 20)]
        return min(self.loss(guess, y).item() for guess in sure)


@contextmanager
def restoring(case: Case) -> Iterator[None]:
    """Put back all that a check may change: the modules, their tensors, gradients and random states."""
    modules = [(m, dict(vars(m))) for m in case.model.modules()]
    inner = [(v, copy(v)) for _, held in modules for v in held.values() if isinstance(v, dict | list | set)]
    tensors = [*case.model.parameters(), *case.model.buffers(), case.X, case.y]  # a model may write into X
    values = [(t, t.detach().clone(), t.grad if t.is_leaf else None) for t in tensors]
    states = random.getstate(), np.random.get_state()  # noqa: NPY002
    devices = [case.X.device] if case.X.is_cuda else []
    with torch.random.fork_rng(devices=devices), torch.enable_grad():
        try:
            torch.default_generator.manual_seed(case.seed)
            for device in devices:
                torch.cuda.default_generators[device.index].manual_seed(case.seed)
            for p in case.model.parameters():
                p.grad = None
            yield
        finally:
            for module, held in modules:
                vars(module).clear()
                vars(module).update(held)
            for container, content in inner:
                container.clear()
                getattr(container, "extend" if isinstance(container, list) else "update")(content)
            with torch.no_grad():
                for tensor, value, grad in values:
                    if not torch.equal(tensor, value):
                        tensor.copy_(value)
                    if tensor.is_leaf:
                        tensor.grad = grad
            random.setstate(states[0])
            np.random.set_state(states[1])  # noqa: NPY002


def _class_axis(out: Tensor, y: Tensor) -> int | None:
    """Where the K classes of the outputs are, None when y holds no class numbers."""
    if y.is_floating_point() or y.dtype == torch.bool or out.ndim != y.ndim + 1:
        return None
    return (
        1 if out.shape[:1] + out.shape[2:] == y.shape else out.ndim - 1 if out.shape[:-1] == y.shape else None
    )
