"""Gradient descent: a step against the gradient."""

from collections.abc import Iterable

from dlcourse.scratch.tensor import Tensor


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
        if not self.parameters:
            raise ValueError("SGD got no parameters: pass those to train, SGD(net.parameters(), lr=0.1)")
        for i, p in enumerate(self.parameters):
            if not (p.requires_grad and p.is_leaf):
                raise ValueError(f"parameter {i} cannot learn: make it with Tensor(..., requires_grad=True)")
        if not lr > 0:
            raise ValueError(f"the learning rate must be above 0, got {lr}")

    def step(self) -> None:
        """Move every parameter that has a gradient."""
        for p in self.parameters:
            if p.grad is not None:
                p.data = p.data.copy()  # a graph built before the step keeps the values it was built with
                p.data -= self.lr * p.grad

    def zero_grad(self) -> None:
        """Forget the gradients; without this the next `backward()` adds to them."""
        for p in self.parameters:
            p.zero_grad()
