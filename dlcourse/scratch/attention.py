"""Attention: every query takes a weighted mean of the values, with weights from how well the keys match.

Vaswani et al., "Attention is all you need", arXiv:1706.03762 (NeurIPS 2017). Masks are boolean, True where a
query may look.
"""

import numpy as np
import numpy.typing as npt

from dlcourse.scratch.functions import softmax, where
from dlcourse.scratch.layers import Linear
from dlcourse.scratch.tensor import Operand, Tensor, as_tensor


def attention(q: Operand, k: Operand, v: Operand, mask: npt.ArrayLike | None = None) -> tuple[Tensor, Tensor]:
    """Scaled dot-product attention: softmax(q kᵀ / √d) v, and the weights.

    Parameters
    ----------
    q : tensor or array, shape (..., T, d)
        Queries.
    k : tensor or array, shape (..., S, d)
        Keys.
    v : tensor or array, shape (..., S, d_v)
        Values, one for each key.
    mask : bool array that broadcasts to (..., T, S), optional
        True where a query may look. A query that may look nowhere gets zeros, as
        `torch.nn.functional.scaled_dot_product_attention` gives them.

    Returns
    -------
    output : Tensor, shape (..., T, d_v)
    weights : Tensor, shape (..., T, S)
        Not negative; each row sums to 1, or is 0 where nothing may be looked at.

    Raises
    ------
    ValueError
        If the shapes do not fit.
    TypeError
        If the mask is not boolean: 0 and 1 could mean "may not look", or a number to add to the scores.

    Examples
    --------
    >>> out, weights = attention([[2.0]], [[0.0], [np.log(3) / 2]], [[0.0], [100.0]])
    >>> weights, out
    (Tensor([[0.25, 0.75]]), Tensor([[75.]]))
    """
    q, k, v = as_tensor(q), as_tensor(k), as_tensor(v)
    if min(q.ndim, k.ndim, v.ndim) < 2 or q.shape[-1] != k.shape[-1] or k.shape[-2] != v.shape[-2]:
        raise ValueError(
            "expected q (..., T, d), k (..., S, d) and v (..., S, d_v), "
            f"got {q.shape}, {k.shape} and {v.shape}"
        )
    scores = q @ _swapped(k) / np.sqrt(q.shape[-1])  # (..., T, S)
    weights = softmax(scores) if mask is None else _masked_softmax(scores, np.asarray(mask))
    return weights @ v, weights


def _masked_softmax(scores: Tensor, mask: npt.NDArray[np.bool_]) -> Tensor:
    if mask.dtype != bool:
        raise TypeError(f"expected a mask of booleans, True where a query may look, got {mask.dtype}")
    try:
        mask = np.broadcast_to(mask, scores.shape)
    except ValueError:
        raise ValueError(f"expected a mask that broadcasts to {scores.shape}, got {mask.shape}") from None
    looks = mask.any(axis=-1, keepdims=True)
    # a row of -inf alone would be 0 / 0: such a row is computed without its mask, then set to 0
    weights = softmax(where(mask | ~looks, scores, -np.inf))
    return where(np.broadcast_to(looks, scores.shape), weights, 0.0)


def _swapped(x: Tensor) -> Tensor:
    """The last two axes in the other order."""
    return x.transpose(*range(x.ndim - 2), x.ndim - 1, x.ndim - 2)


class LayerNorm:
    """Each position to mean 0 and variance 1 over its features, then a learned scale and shift.

    Ba, Kiros & Hinton, "Layer normalization", arXiv:1607.06450 (2016). It needs no batch: training and
    prediction are the same.

    Parameters
    ----------
    features : int, at least 1
    eps : float > 0
        Added to the variance.
    dtype : float64 or float32

    Attributes
    ----------
    gamma, beta : Tensor, shape (features,)

    Examples
    --------
    >>> LayerNorm(2)([[1.0, 3.0], [10.0, 10.0]]).data.round(3).tolist()
    [[-1.0, 1.0], [0.0, 0.0]]
    """

    def __init__(self, features: int, *, eps: float = 1e-5, dtype: npt.DTypeLike = np.float64) -> None:
        if features < 1:
            raise ValueError(f"features must be at least 1, got {features}")
        self.gamma = Tensor(np.ones(features, dtype), requires_grad=True)
        self.beta = Tensor(np.zeros(features, dtype), requires_grad=True)
        self.eps = eps

    def __call__(self, X: Operand) -> Tensor:
        """X of shape (..., features) to a tensor of that shape."""
        X = as_tensor(X)
        if X.ndim < 1 or X.shape[-1] != self.gamma.shape[0]:
            raise ValueError(f"expected X of shape (..., {self.gamma.shape[0]}), got {X.shape}")
        centered = X - X.mean(axis=-1, keepdims=True)
        variance = (centered**2).mean(axis=-1, keepdims=True)
        return centered * (variance + self.eps) ** -0.5 * self.gamma + self.beta

    def parameters(self) -> list[Tensor]:
        return [self.gamma, self.beta]


class MultiHeadAttention:
    """Several attentions side by side, each on its own share of the features, mixed by a last layer.

    Parameters
    ----------
    dim : int
        Features of the input and of the output.
    heads : int
        Divides `dim`; each head works with dim / heads features.
    generator : numpy.random.Generator
        Draws the layers in the order below.
    dtype : float64 or float32

    Attributes
    ----------
    query, key, value, out : Linear, each (dim, dim)

    Examples
    --------
    >>> layer = MultiHeadAttention(8, 2, generator=np.random.default_rng(0))
    >>> out, weights = layer(np.ones((3, 5, 8)))
    >>> out.shape, weights.shape
    ((3, 5, 8), (3, 2, 5, 5))
    """

    def __init__(
        self, dim: int, heads: int, *, generator: np.random.Generator, dtype: npt.DTypeLike = np.float64
    ) -> None:
        if heads < 1 or dim < 1 or dim % heads:
            raise ValueError(f"dim must be a multiple of heads, got dim {dim} and {heads} heads")
        self.heads = heads
        self.query, self.key, self.value, self.out = (
            Linear(dim, dim, generator=generator, dtype=dtype) for _ in range(4)
        )

    def __call__(
        self, X: Operand, context: Operand | None = None, *, mask: npt.ArrayLike | None = None
    ) -> tuple[Tensor, Tensor]:
        """X looks at `context`, or at itself: outputs (B, T, dim) and weights (B, heads, T, S).

        Parameters
        ----------
        X : tensor or array, shape (B, T, dim)
        context : tensor or array, shape (B, S, dim), optional
        mask : bool array that broadcasts to (B, heads, T, S), optional
            True where a query may look: `np.tri(T, dtype=bool)` for what is past, `real[:, None, None]` to
            leave out padding.
        """
        X = as_tensor(X)
        context = X if context is None else as_tensor(context)
        dim = self.query.W.shape[0]
        if X.ndim != 3 or context.ndim != 3 or {X.shape[2], context.shape[2]} != {dim}:
            raise ValueError(f"expected (batch, time, {dim}), got {X.shape} and {context.shape}")
        q, k, v = self._split(self.query(X)), self._split(self.key(context)), self._split(self.value(context))
        z, weights = attention(q, k, v, mask)  # (B, heads, T, dim / heads)
        joined = z.transpose(0, 2, 1, 3).reshape(*X.shape)
        return self.out(joined), weights

    def _split(self, x: Tensor) -> Tensor:
        """(B, T, dim) to (B, heads, T, dim / heads)."""
        B, T, dim = x.shape
        return x.reshape(B, T, self.heads, dim // self.heads).transpose(0, 2, 1, 3)

    def parameters(self) -> list[Tensor]:
        layers = (self.query, self.key, self.value, self.out)
        return [p for layer in layers for p in layer.parameters()]
