"""How the learning rate changes over training, and a bound on the length of a gradient.

A schedule takes the number of steps already made and returns a factor for the learning rate:
`optimizer.lr = 0.1 * cosine(step, num_steps)`.
"""

import math
from collections.abc import Iterable

import numpy as np

from dlcourse.scratch.tensor import Tensor


def step_decay(step: int, every: int, factor: float = 0.1) -> float:
    """1 at first, and `factor` times less after each `every` steps, as `torch.optim.lr_scheduler.StepLR`.

    Examples
    --------
    >>> [step_decay(step, every=2, factor=0.5) for step in range(5)]
    [1.0, 1.0, 0.5, 0.5, 0.25]
    """
    if every < 1:
        raise ValueError(f"every must be at least 1 step, got {every}")
    return float(factor ** (step // every))


def cosine(step: int, num_steps: int) -> float:
    """From 1 to 0 along half a wave, as `torch.optim.lr_scheduler.CosineAnnealingLR`; 0 from then on.

    Slow at both ends and steep between them (Loshchilov and Hutter 2017).

    Examples
    --------
    >>> [round(cosine(step, 4), 2) for step in range(6)]
    [1.0, 0.85, 0.5, 0.15, 0.0, 0.0]
    """
    if num_steps < 1:
        raise ValueError(f"num_steps must be at least 1, got {num_steps}")
    return (1 + math.cos(math.pi * min(step, num_steps) / num_steps)) / 2


def warm_up(step: int, num_steps: int) -> float:
    """Up in equal parts to 1, which step number `num_steps` has, the first being 1 / num_steps.

    Multiply it with another schedule, or use it alone.

    Examples
    --------
    >>> [warm_up(step, 4) for step in range(6)]
    [0.25, 0.5, 0.75, 1.0, 1.0, 1.0]
    """
    if num_steps < 1:
        raise ValueError(f"num_steps must be at least 1, got {num_steps}")
    return min(1.0, (step + 1) / num_steps)


def clip_gradients(parameters: Iterable[Tensor], max_norm: float) -> float:
    """Shorten all gradients by one factor so that together they are at most `max_norm` long.

    Equal to `torch.nn.utils.clip_grad_norm_`: the direction stays (Pascanu et al. 2013).

    Parameters
    ----------
    parameters : iterable of Tensor
        Those without a gradient count as zero.
    max_norm : float, above 0

    Returns
    -------
    float
        The length before: the root of the sum of all squares, over all parameters.

    Examples
    --------
    >>> w = Tensor([1.0, 1.0], requires_grad=True)
    >>> (w * [30.0, 40.0]).sum().backward()
    >>> clip_gradients([w], max_norm=5.0), w.grad.round(3)
    (50.0, array([3., 4.]))
    """
    if not max_norm > 0:
        raise ValueError(f"max_norm must be above 0, got {max_norm}")
    learning = [(p, p.grad) for p in parameters if p.grad is not None]
    norm = math.sqrt(math.fsum(float(np.square(gradient).sum()) for _, gradient in learning))
    factor = max_norm / (norm + 1e-6)  # torch's guard against a length of zero
    if factor < 1:
        for p, gradient in learning:
            p.grad = gradient * p.dtype.type(factor)
    return norm
