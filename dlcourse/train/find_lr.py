"""`find_lr`: try rising learning rates on a copy of the model and say which one to take."""

import copy
import math
from dataclasses import dataclass
from itertools import chain, repeat
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional as F

from dlcourse.train.batches import Loader, feed, loader_state, set_loader_state
from dlcourse.train.device import pick
from dlcourse.train.errors import Explaining, check_model
from dlcourse.train.fit import OptimizerLike, make_optimizer
from dlcourse.train.losses import CountedLoss, Loss
from dlcourse.train.rng import rng_state, set_rng_state

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SMOOTH = 0.9
_BLOWN_UP = 4.0  # times the smallest loss
_A_FALL = 0.01  # of the first loss; less is noise


@dataclass(frozen=True)
class LRCurve:
    """Learning rates, the smoothed loss at each, and a tenth of the rate where that was smallest."""

    rates: list[float]
    losses: list[float]
    suggestion: float

    def plot(self, ax: "Axes | None" = None) -> "Axes":
        """Loss against learning rate with the suggestion marked; returns `ax`."""
        if ax is None:
            import matplotlib.pyplot as plt

            ax = plt.subplots()[1]
        ax.semilogx(self.rates, self.losses)
        ax.axvline(self.suggestion, linestyle="--", label=f"suggested: {self.suggestion:.1e}")
        ax.set(xlabel="learning rate", ylabel="loss")
        ax.legend()
        return ax


def find_lr(
    model: nn.Module,
    train: Loader,
    *,
    loss: Loss = F.cross_entropy,
    optimizer: OptimizerLike = "adam",
    start: float = 1e-6,
    stop: float = 10.0,
    steps: int = 100,
    device: str | torch.device = "auto",
) -> LRCurve:
    """Train a copy of `model` with the learning rate rising from `start` to `stop`; suggest one.

    At the rate where the loss is smallest it is about to rise; a tenth of it is a safe start.

    Model, loader and random generators are left as they were. It ends early when the loss blows up.

    Raises
    ------
    ValueError
        If the range is empty, or the loss did not fall anywhere in it.

    Notes
    -----
    The range test of L. N. Smith, "Cyclical Learning Rates for Training Neural Networks" (WACV 2017).

    Examples
    --------
    >>> import torch
    >>> from dlcourse.train import TensorLoader
    >>> X = torch.linspace(-1, 1, 64)[:, None]
    >>> _ = torch.manual_seed(0)
    >>> curve = find_lr(nn.Linear(1, 1), TensorLoader(X, 2 * X), loss=F.mse_loss, device="cpu")
    >>> 1e-6 < curve.suggestion < 10
    True
    """
    if not 0 < start < stop or steps < 10:
        raise ValueError(f"expected 0 < start < stop and 10 steps or more, got {start}, {stop}, {steps}")
    if isinstance(optimizer, torch.optim.Optimizer):
        raise TypeError('a copy of the model needs its own optimizer: give a name, "adam", or a callable')
    check_model(model)
    where = pick(device, quiet=True)
    model = copy.deepcopy(model).to(where).train()
    own = make_optimizer(optimizer, model, start if isinstance(optimizer, str) else None, where)
    rates = [start * (stop / start) ** (i / (steps - 1)) for i in range(steps)]
    states = rng_state(), loader_state(train)
    try:
        losses = _sweep(model, train, loss, own, rates)
    finally:
        set_rng_state(states[0])
        set_loader_state(train, states[1])
    early = steps // 10  # of few batches the mean is noise
    lowest = losses.index(min(losses[early:])) if len(losses) > early else 0
    if not losses or losses[0] - losses[lowest] <= _A_FALL * abs(losses[0]):
        raise ValueError(
            f"the loss fell nowhere between lr={start} and {stop}; start lower, or check the data"
        )
    return LRCurve(rates[: len(losses)], losses, rates[lowest] / 10)


def _sweep(
    model: nn.Module, train: Loader, loss: Loss, optimizer: torch.optim.Optimizer, rates: list[float]
) -> list[float]:
    """The smoothed loss at each rate, until it blows up."""
    device, counted = next(model.parameters()).device, CountedLoss(loss, train)
    losses, average = list[float](), 0.0
    batches = chain.from_iterable(feed(train, device) for _ in repeat(0))
    with Explaining(model, train, counted.check) as batch:
        for lr, (X, y, n) in zip(rates, batches, strict=False):
            for group in optimizer.param_groups:
                group["lr"] = lr
            batch.X, batch.y, batch.outputs = X, y, None
            batch.outputs = outputs = model(*X) if isinstance(X, tuple) else model(X)
            mean, _ = counted(outputs, y, n)
            average = _SMOOTH * average + (1 - _SMOOTH) * mean.item()
            smooth = average / (1 - _SMOOTH ** (len(losses) + 1))  # without the pull toward the first 0
            if not math.isfinite(smooth) or (losses and smooth > _BLOWN_UP * min(losses)):
                break
            losses.append(smooth)
            optimizer.zero_grad()
            mean.backward()
            optimizer.step()
    return losses
