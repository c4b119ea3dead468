"""What may enter a model: an input that does not fit is refused by name, before any arithmetic."""

import torch
from torch import Tensor


def check_features(X: Tensor, features: int) -> None:
    """Raise ValueError unless X has shape (batch, features).

    >>> check_features(torch.zeros(4, 8, 8), 64)
    Traceback (most recent call last):
    ValueError: expected X of shape (batch, 64), got (4, 8, 8); did you forget X.flatten(1)?
    """
    if X.ndim != 2 or X.shape[1] != features:
        hint = "; did you forget X.flatten(1)?" if X.ndim > 2 else ""
        raise ValueError(f"expected X of shape (batch, {features}), got {tuple(X.shape)}{hint}")


def check_images(X: Tensor, channels: int, *, size: int | None = None, multiple: int = 1) -> None:
    """Raise ValueError unless X has shape (batch, channels, height, width), of the size asked for.

    >>> check_images(torch.zeros(4, 8, 8), 1)
    Traceback (most recent call last):
    ValueError: expected images of shape (batch, 1, height, width), got (4, 8, 8); add the missing axis
    """
    sides = (size, size) if size else ("height", "width")
    wanted = f"images of shape (batch, {channels}, {sides[0]}, {sides[1]})"
    got = tuple(X.shape)
    if X.ndim != 4:
        raise ValueError(f"expected {wanted}, got {got}; add the missing axis")
    if X.shape[1] != channels or (size and got[2:] != sides):
        raise ValueError(f"expected {wanted}, got {got}; change the images or build the model for them")
    if got[2] % multiple or got[3] % multiple:
        raise ValueError(f"height and width must be multiples of {multiple}, got {got}; pad or crop")


def check_tokens(tokens: Tensor, vocab: int, longest: int | None = None, *, pad: int | None = None) -> None:
    """Raise unless tokens are integers (batch, time) in [0, vocab), at most `longest` and not all `pad`.

    The values are looked at on a CPU only: on a GPU the look would wait for all work queued before it.

    >>> check_tokens(torch.tensor([[3, 9]]), 9)
    Traceback (most recent call last):
    ValueError: tokens must be in 0..8, got 3..9; build the model with a vocab of 10 or more
    """
    if tokens.dtype not in (torch.int64, torch.int32):
        raise TypeError(f"tokens must be integers (int64), got {tokens.dtype}; use tokens.long()")
    if tokens.ndim != 2 or 0 in tokens.shape:
        raise ValueError(f"expected tokens of shape (batch, time), neither empty, got {tuple(tokens.shape)}")
    if longest is not None and tokens.shape[1] > longest:
        raise ValueError(f"at most {longest} tokens fit, got {tokens.shape[1]}; cut them or raise the limit")
    if tokens.device.type == "cpu" and not torch.compiler.is_compiling():
        low, high = int(tokens.min()), int(tokens.max())
        if low < 0 or high >= vocab:
            fix = f"build the model with a vocab of {high + 1} or more" if low >= 0 else "ids start at 0"
            raise ValueError(f"tokens must be in 0..{vocab - 1}, got {low}..{high}; {fix}")
        if pad is not None and bool((empty := (tokens == pad).all(1)).any()):
            raise ValueError(f"row {int(empty.int().argmax())} is all padding ({pad}); leave it out")
