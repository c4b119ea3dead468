"""Convolution and pooling: one new operation, `unfold`, and matrix products.

`unfold` lays the patches of an image side by side. A convolution is then `X @ W` on patches, an average is
a mean over them, and the gradient of both is that of `unfold`: each patch goes back to where it came from.
"""

from numbers import Integral

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from dlcourse.scratch.shapes import Array
from dlcourse.scratch.tensor import Operand, Tensor, as_tensor, record

Size = int | tuple[int, int]  # rows and columns; one number stands for both


def unfold(
    X: Operand, size: Size, *, stride: Size = 1, padding: Size = 0, dilation: Size = 1, fill: float = 0.0
) -> Tensor:
    """Every patch of each image, at the place of the output that looks at it.

    The output has floor((n + 2 * padding - dilation * (size - 1) - 1) / stride) + 1 places along an axis of
    length n.

    Parameters
    ----------
    X : Tensor or array, shape (batch, channels, height, width)
    size : int or pair, at least 1
        Rows and columns of a patch.
    stride : int or pair, at least 1
        Steps from one patch to the next.
    padding : int or pair, at least 0
        Rows and columns of `fill` added on each side.
    dilation : int or pair, at least 1
        Steps from one pixel of a patch to the next.

    Returns
    -------
    Tensor, shape (batch, channels, rows out, columns out, rows of a patch, columns of a patch)

    Raises
    ------
    ValueError
        If X has no four axes, a number is too small, or no patch fits into the padded image.

    Examples
    --------
    >>> unfold(np.arange(9.0).reshape(1, 1, 3, 3), 2).data[0, 0, 0, 1].tolist()
    [[1.0, 2.0], [4.0, 5.0]]
    """
    X = as_tensor(X)
    if X.ndim != 4:
        raise ValueError(f"expected X of shape (batch, channels, height, width), got {X.shape}")
    (k_h, k_w), (s_h, s_w) = _pair("size", size, 1), _pair("stride", stride, 1)
    (p_h, p_w), (d_h, d_w) = _pair("padding", padding, 0), _pair("dilation", dilation, 1)
    span_h, span_w = d_h * (k_h - 1) + 1, d_w * (k_w - 1) + 1
    padded = np.pad(X.data, ((0, 0), (0, 0), (p_h, p_h), (p_w, p_w)), constant_values=fill)
    if padded.shape[2] < span_h or padded.shape[3] < span_w:
        raise ValueError(
            f"a patch spans {span_h} x {span_w} pixels, the padded image has {padded.shape[2]} x "
            f"{padded.shape[3]}: use a smaller size or dilation, or more padding"
        )
    view = sliding_window_view(padded, (span_h, span_w), axis=(2, 3))
    patches = view[:, :, ::s_h, ::s_w, ::d_h, ::d_w]
    rows, columns = patches.shape[2:4]

    def pull_back(g: Array) -> Array:
        whole = np.zeros_like(padded)
        for i in range(k_h):  # pixel (i, j) of all patches at once: no two of them come from the same pixel
            for j in range(k_w):
                at_h = slice(i * d_h, i * d_h + s_h * (rows - 1) + 1, s_h)
                at_w = slice(j * d_w, j * d_w + s_w * (columns - 1) + 1, s_w)
                whole[:, :, at_h, at_w] += g[..., i, j]
        return whole[:, :, p_h : whole.shape[2] - p_h, p_w : whole.shape[3] - p_w]

    return record(patches, (X, pull_back))


def conv2d(
    X: Operand,
    W: Operand,
    b: Operand | None = None,
    *,
    stride: Size = 1,
    padding: Size = 0,
    dilation: Size = 1,
    groups: int = 1,
) -> Tensor:
    """One weighted sum a patch and output channel; equal to `torch.nn.functional.conv2d`.

    Strictly a cross-correlation: the kernel is not turned around (Dumoulin and Visin 2016).

    Parameters
    ----------
    X : Tensor or array, shape (batch, channels, height, width)
    W : Tensor or array, shape (outputs, channels / groups, rows, columns)
    b : Tensor or array, shape (outputs,), optional
    stride, padding, dilation : int or pair
        As in `unfold`.
    groups : int
        Channels and outputs are cut into this many parts, and each part of the outputs sees only its own.

    Returns
    -------
    Tensor, shape (batch, outputs, rows out, columns out)

    Raises
    ------
    ValueError
        If shapes do not fit each other or `groups`, or the kernel does not fit into the padded image.

    Examples
    --------
    >>> edge = np.array([-1.0, 0.0, 1.0]).reshape(1, 1, 1, 3)
    >>> conv2d(np.array([3.0, 5.0, 4.0, 9.0]).reshape(1, 1, 1, 4), edge).data.ravel()
    array([1., 4.])
    """
    X, W = as_tensor(X), as_tensor(W)
    if X.ndim != 4 or W.ndim != 4 or X.shape[1] != groups * W.shape[1] or W.shape[0] % groups:
        raise ValueError(
            "expected X (batch, channels, height, width) and W (outputs, channels / groups, rows, columns) "
            f"with outputs a multiple of groups={groups}; got X {X.shape} and W {W.shape}"
        )
    outputs, within, *size = W.shape
    patches = unfold(X, (size[0], size[1]), stride=stride, padding=padding, dilation=dilation)
    batch, _, rows, columns = patches.shape[:4]
    weights = within * size[0] * size[1]  # of one output; -1 would not do for an empty batch
    patches = patches.reshape(batch, groups, within, rows, columns, *size)
    patches = patches.transpose(1, 0, 3, 4, 2, 5, 6).reshape(groups, batch * rows * columns, weights)
    z = patches @ W.reshape(groups, outputs // groups, weights).transpose(0, 2, 1)  # one product a group
    z = z.reshape(groups, batch, rows, columns, outputs // groups).transpose(1, 0, 4, 2, 3)
    z = z.reshape(batch, outputs, rows, columns)
    return z if b is None else z + as_tensor(b).reshape(outputs, 1, 1)


def max_pool2d(X: Operand, size: Size, *, stride: Size | None = None, padding: Size = 0) -> Tensor:
    """The largest number of each patch; its gradient goes to the first place where that stands, as in torch.

    Parameters
    ----------
    X : Tensor or array, shape (batch, channels, height, width)
    size : int or pair
    stride : int or pair, optional
        `size` if left out, so that patches do not overlap.
    padding : int or pair
        At most half of `size`. What is added never is the largest.

    Examples
    --------
    >>> max_pool2d(np.arange(16.0).reshape(1, 1, 4, 4), 2).data[0, 0].tolist()
    [[5.0, 7.0], [13.0, 15.0]]
    """
    _check_pool_padding(size, padding)
    X, step = as_tensor(X), size if stride is None else stride
    patches = unfold(X, size, stride=step, padding=padding, fill=-np.inf)
    flat = patches.data.reshape(*patches.shape[:4], patches.shape[4] * patches.shape[5])
    first = flat.argmax(axis=-1)[..., None]
    if padding and np.isneginf(patches.data).any():  # a pixel of -inf comes before the -inf of the padding
        real = unfold(np.ones(X.shape), size, stride=step, padding=padding).data.reshape(flat.shape)
        is_real = np.take_along_axis(real, first, axis=-1) > 0
        first = np.where(is_real, first, real.argmax(axis=-1)[..., None])

    def pull_back(g: Array) -> Array:
        whole = np.zeros_like(flat)
        np.put_along_axis(whole, first, g[..., None], axis=-1)
        return whole.reshape(patches.shape)

    return record(np.take_along_axis(flat, first, axis=-1)[..., 0], (patches, pull_back))


def avg_pool2d(X: Operand, size: Size, *, stride: Size | None = None, padding: Size = 0) -> Tensor:
    """The mean of each patch, zeros of the padding counted, as in torch. Parameters as in `max_pool2d`.

    Over all places at once it is `X.mean(axis=(2, 3))`, global average pooling.

    Examples
    --------
    >>> avg_pool2d(np.arange(16.0).reshape(1, 1, 4, 4), 2).data[0, 0].tolist()
    [[2.5, 4.5], [10.5, 12.5]]
    """
    _check_pool_padding(size, padding)
    return unfold(X, size, stride=size if stride is None else stride, padding=padding).mean(axis=(4, 5))


class Conv2d:
    """A convolution with weights of its own, drawn by the law of `torch.nn.Conv2d`: U(-k, k) with
    k = 1 / sqrt(weights of one output).

    Parameters
    ----------
    channels, outputs : int, at least 1, both multiples of `groups`
    size, stride, padding, dilation, groups
        As in `conv2d`.
    generator : numpy.random.Generator
        Draws the weights first, then the biases.
    dtype : float64 or float32

    Attributes
    ----------
    W : Tensor, shape (outputs, channels / groups, rows, columns)
    b : Tensor, shape (outputs,)

    Examples
    --------
    >>> layer = Conv2d(3, 8, 3, padding=1, generator=np.random.default_rng(0))
    >>> layer(np.ones((2, 3, 16, 16))).shape, layer.W.data.size + layer.b.data.size
    ((2, 8, 16, 16), 224)
    """

    def __init__(
        self,
        channels: int,
        outputs: int,
        size: Size,
        *,
        stride: Size = 1,
        padding: Size = 0,
        dilation: Size = 1,
        groups: int = 1,
        generator: np.random.Generator,
        dtype: npt.DTypeLike = np.float64,
    ) -> None:
        if min(channels, outputs, groups) < 1 or channels % groups or outputs % groups:
            raise ValueError(
                f"channels and outputs must be multiples of groups, all at least 1, "
                f"got {channels}, {outputs} and {groups}"
            )
        shape = (outputs, channels // groups, *_pair("size", size, 1))
        k = 1 / np.sqrt(np.prod(shape[1:]))
        self.W = Tensor(generator.uniform(-k, k, shape).astype(dtype), requires_grad=True)
        self.b = Tensor(generator.uniform(-k, k, outputs).astype(dtype), requires_grad=True)
        self.stride, self.padding, self.dilation, self.groups = stride, padding, dilation, groups

    def __call__(self, X: Operand) -> Tensor:
        """X of shape (batch, channels, height, width) to (batch, outputs, rows out, columns out)."""
        how = {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}
        return conv2d(X, self.W, self.b, groups=self.groups, **how)

    def parameters(self) -> list[Tensor]:
        return [self.W, self.b]


def _pair(name: str, value: Size, least: int) -> tuple[int, int]:
    pair = tuple(value) if isinstance(value, tuple | list) else (value, value)
    if len(pair) != 2 or not all(isinstance(n, Integral) and n >= least for n in pair):
        raise ValueError(f"{name} must be a whole number or a pair of them, at least {least}, got {value!r}")
    return pair


def _check_pool_padding(size: Size, padding: Size) -> None:
    """A patch that lies in the padding alone has no largest number."""
    sizes, pads = _pair("size", size, 1), _pair("padding", padding, 0)
    if any(2 * p > k for p, k in zip(pads, sizes, strict=True)):
        raise ValueError(f"padding must be at most half of size {size}, got {padding}")
