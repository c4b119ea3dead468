"""`diagnose`: is this model able to learn from this batch? Eleven checks, each with a number and a remedy."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from dlcourse.check.findings import Report

if TYPE_CHECKING:  # torch is loaded when a model is diagnosed, not when `check` is imported
    import torch


def diagnose(
    model: "torch.nn.Module",
    loss: Callable[..., "torch.Tensor"],
    batch: "tuple[torch.Tensor, torch.Tensor]",
    *,
    optimizer: "Callable[..., torch.optim.Optimizer] | None" = None,
    steps: int = 200,
    seed: int = 0,
) -> Report:
    """Check whether `model` can learn from `batch`, and leave it exactly as it was.

    Parameters
    ----------
    model : torch.nn.Module
        As you would train it. Weights, gradients, buffers, modes, attributes and the random state of
        Python, NumPy and torch (CPU, and the GPU of the batch) are put back, also after an error.
    loss : callable
        `loss(model(X), y)`, a scalar tensor.
    batch : (X, y)
        X, shape (n, ...), and y, shape (n, ...), on the device of the model; n >= 8, better 64 to 512.
    optimizer : callable, optional
        Takes the parameters and returns the optimizer you train with, as in
        `lambda p: torch.optim.SGD(p, lr=0.1)`; Adam with lr 1e-3 when not given.
    steps : int
        At most so many steps on one small batch, for each optimizer that is tried.
    seed : int
        The same seed gives the same report.

    Raises
    ------
    TypeError, ValueError
        If a part of the batch is no tensor, the lengths differ, there are fewer than 8 samples, a label
        has no output, or the loss is no scalar. Errors of the model itself are passed on.

    Examples
    --------
    >>> import torch
    >>> X = torch.randn(64, 2, generator=torch.Generator().manual_seed(0))
    >>> _ = torch.manual_seed(0)
    >>> net = torch.nn.Sequential(torch.nn.Linear(2, 32), torch.nn.ReLU(), torch.nn.Linear(32, 2))
    >>> diagnose(net, torch.nn.functional.cross_entropy, (1000 * X, (X[:, 0] > 0).long()))["input"].verdict
    'look'
    """
    from dlcourse.check.symptoms import Case, examine

    return Report(examine(Case(model, loss, *batch, optimizer=optimizer, steps=steps, seed=seed)))
