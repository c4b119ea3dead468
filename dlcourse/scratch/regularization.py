"""Layers that behave differently while learning and afterwards: dropout and batch normalization."""

import numpy as np
import numpy.typing as npt

from dlcourse.scratch.tensor import Operand, Tensor, as_tensor


class Dropout:
    """Each number is 0 with probability `p` while training, and the rest grow by 1 / (1 - p).

    With that growth the expected value is what went in, so that in evaluation nothing is left to do
    (Srivastava et al. 2014).

    Parameters
    ----------
    p : float in [0, 1)
        The share that is dropped.
    generator : numpy.random.Generator
        Draws the numbers that stay, anew in each call.

    Attributes
    ----------
    training : bool
        True at first. Set it to False for predictions.

    Examples
    --------
    >>> layer = Dropout(0.5, generator=np.random.default_rng(0))
    >>> layer(np.ones(6)).data
    array([2., 0., 0., 0., 2., 2.])
    >>> layer.training = False
    >>> layer(np.ones(6)).data
    array([1., 1., 1., 1., 1., 1.])
    """

    def __init__(self, p: float, *, generator: np.random.Generator) -> None:
        if not 0 <= p < 1:
            raise ValueError(f"p is the share to drop, from 0 to below 1, got {p}")
        self.p, self.generator, self.training = p, generator, True

    def __call__(self, X: Operand) -> Tensor:
        """X of any shape to a tensor of that shape."""
        X = as_tensor(X)
        if not self.training or self.p == 0:
            return X
        keep = self.generator.random(X.shape) >= self.p
        return X * (keep / (1 - self.p)).astype(X.dtype)


class BatchNorm:
    """Features with mean 0 and variance 1 over the batch, then stretched by gamma and moved by beta.

    Equal to `torch.nn.BatchNorm1d` on a matrix: normalized with the batch's own mean and variance while
    training, with the running ones in evaluation (Ioffe and Szegedy 2015).

    Parameters
    ----------
    features : int, at least 1
    momentum : float in (0, 1]
        The weight of the newest batch in the running statistics.
    eps : float > 0
        Added to the variance, for features that are constant in a batch.
    dtype : float64 or float32

    Attributes
    ----------
    gamma, beta : Tensor, shape (features,)
    running_mean, running_var : array, shape (features,)
        `running_var` follows the unbiased variance, divided by n - 1, as in PyTorch.
    training : bool
        True at first. Set it to False for predictions.

    Examples
    --------
    >>> layer = BatchNorm(1)
    >>> layer([[1.0], [3.0]]).data.round(3).tolist()
    [[-1.0], [1.0]]
    >>> layer.running_mean.tolist(), layer.running_var.round(2).tolist()
    ([0.2], [1.1])
    """

    def __init__(
        self, features: int, *, momentum: float = 0.1, eps: float = 1e-5, dtype: npt.DTypeLike = np.float64
    ) -> None:
        if features < 1:
            raise ValueError(f"features must be at least 1, got {features}")
        if not 0 < momentum <= 1:
            raise ValueError(f"momentum must be above 0 and at most 1, got {momentum}")
        self.gamma = Tensor(np.ones(features, dtype), requires_grad=True)
        self.beta = Tensor(np.zeros(features, dtype), requires_grad=True)
        self.running_mean, self.running_var = np.zeros(features, dtype), np.ones(features, dtype)
        self.momentum, self.eps, self.training = momentum, eps, True

    def __call__(self, X: Operand) -> Tensor:
        """X of shape (batch, features) to a tensor of that shape; at least two rows while training."""
        X = as_tensor(X)
        if X.ndim != 2 or X.shape[1] != self.gamma.shape[0]:
            raise ValueError(f"expected X of shape (batch, {self.gamma.shape[0]}), got {X.shape}")
        if not self.training:
            scale = 1 / np.sqrt(self.running_var + self.eps)
            return (X - self.running_mean) * scale * self.gamma + self.beta
        n = X.shape[0]
        if n < 2:
            raise ValueError(f"a row alone has no variance: expected at least 2 rows while training, got {n}")
        centered = X - X.mean(axis=0)
        variance = (centered**2).mean(axis=0)
        self._follow(X.data, variance.data * n / (n - 1))
        return centered * (variance + self.eps) ** -0.5 * self.gamma + self.beta

    def _follow(self, X: npt.NDArray[np.floating], unbiased: npt.NDArray[np.floating]) -> None:
        """Move the running statistics; they are no part of the graph."""
        m = self.momentum
        self.running_mean = (1 - m) * self.running_mean + m * X.mean(axis=0)
        self.running_var = (1 - m) * self.running_var + m * unbiased

    def parameters(self) -> list[Tensor]:
        return [self.gamma, self.beta]
