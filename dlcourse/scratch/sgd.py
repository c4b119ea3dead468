"""Gradient descent: a step against the gradient."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from dlcourse.scratch.tensor import Tensor

Array = npt.NDArray[np.floating]


class SGD:
    """w = w - lr * gradient for every parameter w; "stochastic" when the gradient is that of a mini-batch.

    Parameters
    ----------
    parameters : iterable of Tensor
        Each with `requires_grad=True`.
    lr : float, above 0
        Learning rate: how far a step goes.

    Examples
    --------
    >>> w = Tensor(3.0, requires_grad=True)
    >>> optimizer = SGD([w], lr=0.25)
    >>> (w * w).backward()
    >>> optimizer.step()
    >>> w.item()
    1.5
    """

    def __init__(self, parameters: Iterable[Tensor], lr: float) -> None:
        self.parameters, self.lr = list(parameters), lr
        name = type(self).__name__
        if not self.parameters:
            raise ValueError(
                f"{name} got no parameters: pass those to train, {name}(net.parameters(), lr={lr})"
            )
        for i, p in enumerate(self.parameters):
            if not (p.requires_grad and p.is_leaf):
                raise ValueError(f"parameter {i} cannot learn: make it with Tensor(..., requires_grad=True)")
        if not lr > 0:
            raise ValueError(f"the learning rate must be above 0, got {lr}")
        self._memories: list[dict[str, Array]] = [{} for _ in self.parameters]

    def step(self) -> None:
        """Move every parameter that has a gradient."""
        for p, memory in zip(self.parameters, self._memories, strict=True):
            if p.grad is not None:
                p.data = p.data.copy()  # whoever holds the old values keeps them
                p.data -= self.lr * self._direction(p.data, p.grad, memory)

    def _direction(self, w: Array, gradient: Array, memory: dict[str, Array]) -> Array:
        """Where a step goes, before the learning rate; other optimizers differ in this alone."""
        return gradient

    def zero_grad(self) -> None:
        """Forget the gradients; without this the next `backward()` adds to them."""
        for p in self.parameters:
            p.zero_grad()
