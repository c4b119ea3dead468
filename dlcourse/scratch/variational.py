"""What a variational autoencoder adds to an autoencoder: a draw that gradients pass through, and a KL term.

Kingma and Welling, "Auto-encoding variational Bayes", arXiv:1312.6114 (ICLR 2014). Distributions are normal,
given by mean and log-variance of each coordinate of the code.
"""

import numpy.typing as npt

from dlcourse.scratch.tensor import Operand, Tensor, as_tensor


def reparametrize(mean: Operand, logvar: Operand, eps: npt.ArrayLike) -> Tensor:
    """A draw from normal distributions as a function of their parameters: mean + exp(logvar / 2) * eps.

    Parameters
    ----------
    mean, logvar : tensor or array, the same shape
    eps : array, the same shape
        Numbers drawn from the standard normal distribution. They are given, so that whoever calls decides on
        the seed, and gradients reach mean and logvar.

    Raises
    ------
    ValueError
        If the shapes differ: one draw for the whole batch would broadcast without a word.

    Examples
    --------
    >>> reparametrize([1.0, 2.0], [0.0, 0.0], [0.5, -1.0])
    Tensor([1.5, 1. ])
    """
    mean, logvar = _same_shape(mean, logvar)
    eps = as_tensor(eps)
    if eps.shape != mean.shape:
        raise ValueError(f"expected one draw for each coordinate, shape {mean.shape}, got {eps.shape}")
    return mean + (0.5 * logvar).exp() * eps.data


def gaussian_kl(mean: Operand, logvar: Operand) -> Tensor:
    """KL divergence from normal distributions to the standard one: mean over the batch, sum over the code.

    Parameters
    ----------
    mean, logvar : tensor or array, shape (batch, code)

    Raises
    ------
    ValueError
        If the shapes differ, or are not (batch, code).

    Examples
    --------
    >>> gaussian_kl([[0.0, 0.0], [2.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]).item()  # (0 + 2 ** 2 / 2) / 2
    1.0
    """
    mean, logvar = _same_shape(mean, logvar)
    if mean.ndim != 2:
        raise ValueError(f"expected shape (batch, code), got {mean.shape}")
    return (0.5 * (mean**2 + logvar.exp() - 1 - logvar)).sum(axis=1).mean()


def _same_shape(mean: Operand, logvar: Operand) -> tuple[Tensor, Tensor]:
    mean, logvar = as_tensor(mean), as_tensor(logvar)
    if mean.shape != logvar.shape:
        raise ValueError(f"expected one log-variance for each mean, got {mean.shape} and {logvar.shape}")
    return mean, logvar
