"""What the chapter and `benchmarks/roofline.py` both time: ten operations, and a training step with Adam."""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def operations() -> dict[str, tuple[int, Callable[[], Tensor]]]:
    """Ten operations of ordinary nets by name: the FLOPs as counted by hand, and what to run.

    Elementwise operations count one for each number, layer normalization eight; "in place" writes into an
    array that is already there.
    """

    def new(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=draw)

    draw = torch.Generator().manual_seed(0)
    square, row, long, short = new(1024, 1024), new(1, 1024), new(16_000_000), new(1000)
    tall, wide, table = new(4096, 16), new(16, 4096), new(1024, 4096)
    image, full, each = new(8, 64, 32, 32), new(64, 64, 3, 3), new(64, 1, 3, 3)
    there, like_table = torch.empty_like(long), torch.empty_like(table)
    return {
        "square product": (2 * 1024**3, lambda: square @ square),
        "row × matrix": (2 * 1024**2, lambda: row @ square),
        "thin product": (2 * 16 * 4096**2, lambda: tall @ wide),
        "convolution": (2 * image.numel() * 64 * 9, lambda: F.conv2d(image, full, padding=1)),
        "depthwise": (2 * image.numel() * 9, lambda: F.conv2d(image, each, padding=1, groups=64)),
        "ReLU": (long.numel(), lambda: torch.relu(long)),
        "ReLU, in place": (long.numel(), lambda: torch.clamp_min(long, 0, out=there)),
        "ReLU, 1000": (1000, lambda: torch.relu(short)),
        "tanh, in place": (table.numel(), lambda: torch.tanh(table, out=like_table)),
        "layer norm": (8 * table.numel(), lambda: F.layer_norm(table, (4096,))),
    }


def adam_step(model: nn.Module, X: Tensor, y: Tensor) -> Callable[[], None]:
    """A training step with Adam, ready to be called: one was made, so that Adam has its state.

    Parameters
    ----------
    model : torch.nn.Module
        Gives logits of shape (batch, classes) or (batch, time, classes).
    X, y : tensor
        A batch and its classes, int64, on the device of the model, which may be "meta".
    """
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)

    def step() -> None:
        optimizer.zero_grad()
        F.cross_entropy(model(X).flatten(0, -2), y.flatten()).backward()
        optimizer.step()

    step()
    return step


def overhead_step(device: str = "cpu") -> Callable[[], None]:
    """A training step of a net whose tensors hold a number each: nearly all of its time is overhead."""
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(1, 1), nn.ReLU(), nn.Linear(1, 1)).to(device)
    return adam_step(net, torch.ones(1, 1, device=device), torch.zeros(1, dtype=torch.int64, device=device))
