"""Optimizers with a memory: momentum, AdaGrad, RMSprop, Adam, AdamW.

Each optimizer is `SGD` with another direction: what it remembers of earlier gradients decides where a step
goes, and the learning rate decides how far.
"""

from collections.abc import Iterable

import numpy as np

from dlcourse.scratch.sgd import SGD, Array
from dlcourse.scratch.tensor import Tensor


class Momentum(SGD):
    """Steps along a sum of the gradients so far, in which older ones fade (Polyak 1964).

    Equal to `torch.optim.SGD(..., momentum=momentum)`: v = momentum * v + gradient, w = w - lr * v.

    Parameters
    ----------
    parameters : iterable of Tensor
    lr : float, above 0
    momentum : float in [0, 1)
        What is left of the velocity after a step. A steady gradient is followed 1 / (1 - momentum) times
        as fast as by `SGD`.
    nesterov : bool
        Step along the velocity as it will be after one more push by this gradient (Nesterov 1983).

    Examples
    --------
    >>> w = Tensor(3.0, requires_grad=True)
    >>> optimizer = Momentum([w], lr=0.1, momentum=0.5)
    >>> for _ in range(2):
    ...     optimizer.zero_grad()
    ...     (w * 1.0).backward()
    ...     optimizer.step()
    >>> round(w.item(), 2)  # 3 - 0.1 * 1 - 0.1 * 1.5
    2.75
    """

    def __init__(
        self, parameters: Iterable[Tensor], lr: float, *, momentum: float = 0.9, nesterov: bool = False
    ) -> None:
        super().__init__(parameters, lr)
        self.momentum, self.nesterov = _share("momentum", momentum), nesterov

    def _direction(self, w: Array, gradient: Array, memory: dict[str, Array]) -> Array:
        memory["v"] = self.momentum * memory.get("v", np.zeros_like(w)) + gradient
        return gradient + self.momentum * memory["v"] if self.nesterov else memory["v"]


class AdaGrad(SGD):
    """Divides each gradient by the root of the sum of its squares so far (Duchi et al. 2011).

    Equal to `torch.optim.Adagrad`.

    Parameters
    ----------
    parameters : iterable of Tensor
    lr : float, above 0
    eps : float, above 0
        Added to the root, for weights that had no gradient yet.

    Examples
    --------
    >>> w = Tensor(1.0, requires_grad=True)
    >>> optimizer = AdaGrad([w], lr=0.5)
    >>> (w * 7.0).backward()
    >>> optimizer.step()
    >>> round(w.item(), 6)  # the first step has the length of the rate
    0.5
    """

    def __init__(self, parameters: Iterable[Tensor], lr: float = 0.01, *, eps: float = 1e-10) -> None:
        super().__init__(parameters, lr)
        self.eps = _above_zero(eps)

    def _direction(self, w: Array, gradient: Array, memory: dict[str, Array]) -> Array:
        memory["s"] = memory.get("s", np.zeros_like(w)) + gradient**2
        return gradient / (np.sqrt(memory["s"]) + self.eps)


class RMSprop(SGD):
    """Divides each gradient by its usual size: the root of a fading mean of its squares (Hinton 2012).

    Equal to `torch.optim.RMSprop`, which does not correct the mean for its start at zero.

    Parameters
    ----------
    parameters : iterable of Tensor
    lr : float, above 0
    alpha : float in [0, 1)
        How much of the old mean stays in a step.
    eps : float, above 0
        Added to the root.

    Examples
    --------
    >>> w = Tensor(2.0, requires_grad=True)
    >>> optimizer = RMSprop([w], lr=0.1, alpha=0.99)
    >>> (w * 7.0).backward()
    >>> optimizer.step()
    >>> round(w.item(), 6)  # ten times the rate: the mean of squares has begun at zero
    1.0
    """

    def __init__(
        self, parameters: Iterable[Tensor], lr: float = 0.01, *, alpha: float = 0.99, eps: float = 1e-8
    ) -> None:
        super().__init__(parameters, lr)
        self.alpha, self.eps = _share("alpha", alpha), _above_zero(eps)

    def _direction(self, w: Array, gradient: Array, memory: dict[str, Array]) -> Array:
        memory["s"] = self.alpha * memory.get("s", np.zeros_like(w)) + (1 - self.alpha) * gradient**2
        return gradient / (np.sqrt(memory["s"]) + self.eps)


class Adam(SGD):
    """A fading mean of the gradients divided by their usual size (Kingma and Ba 2015).

    Equal to `torch.optim.Adam`: both means start at zero, and both are divided by the weight that the
    gradients have had in them so far.

    Parameters
    ----------
    parameters : iterable of Tensor
    lr : float, above 0
        About the length of a step in each weight, whatever the size of its gradient.
    betas : pair of float in [0, 1)
        How much of the mean of gradients and of the mean of squares stays in a step.
    eps : float, above 0
        Added to the root.

    Examples
    --------
    >>> w = Tensor([5.0, 5.0], requires_grad=True)
    >>> optimizer = Adam([w], lr=0.1)
    >>> (w * [1000.0, 0.001]).sum().backward()
    >>> optimizer.step()
    >>> w.data.round(3)
    array([4.9, 4.9])
    """

    def __init__(
        self,
        parameters: Iterable[Tensor],
        lr: float = 0.001,
        *,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        super().__init__(parameters, lr)
        self.betas = (_share("betas[0]", betas[0]), _share("betas[1]", betas[1]))
        self.eps = _above_zero(eps)

    def _direction(self, w: Array, gradient: Array, memory: dict[str, Array]) -> Array:
        b1, b2 = self.betas
        memory["m"] = b1 * memory.get("m", np.zeros_like(w)) + (1 - b1) * gradient
        memory["s"] = b2 * memory.get("s", np.zeros_like(w)) + (1 - b2) * gradient**2
        memory["t"] = memory.get("t", np.zeros(())) + 1
        t = int(memory["t"])
        mean, square = memory["m"] / (1 - b1**t), memory["s"] / (1 - b2**t)
        return mean / (np.sqrt(square) + self.eps)


class AdamW(Adam):
    """Adam, and each weight shrinks by the share lr * weight_decay apart from its gradient.

    Equal to `torch.optim.AdamW` (Loshchilov and Hutter 2019).

    Parameters
    ----------
    parameters : iterable of Tensor
    lr, betas, eps : as for `Adam`
    weight_decay : float, at least 0

    Examples
    --------
    >>> w = Tensor(2.0, requires_grad=True)
    >>> optimizer = AdamW([w], lr=0.1, weight_decay=0.5)
    >>> (w * 0.0).backward()
    >>> optimizer.step()
    >>> round(w.item(), 3)  # no gradient, yet smaller by 0.1 * 0.5 of itself
    1.9
    """

    def __init__(
        self,
        parameters: Iterable[Tensor],
        lr: float = 0.001,
        *,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.01,
    ) -> None:
        super().__init__(parameters, lr, betas=betas, eps=eps)
        if not weight_decay >= 0:
            raise ValueError(f"weight_decay must be at least 0, got {weight_decay}")
        self.weight_decay = weight_decay

    def _direction(self, w: Array, gradient: Array, memory: dict[str, Array]) -> Array:
        return super()._direction(w, gradient, memory) + self.weight_decay * w


def _share(name: str, value: float) -> float:
    if not 0 <= value < 1:
        raise ValueError(f"{name} must be from 0 to below 1, got {value}")
    return value


def _above_zero(eps: float) -> float:
    if not eps > 0:
        raise ValueError(f"eps must be above 0, or a weight without gradient divides by zero, got {eps}")
    return eps
