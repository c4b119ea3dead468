"""LeNet: convolve, pool, convolve, pool, decide.

LeCun, Bottou, Bengio & Haffner, "Gradient-based learning applied to document recognition", Proceedings of
the IEEE 86 (1998), section II.
"""

import torch
from torch import Tensor, nn

from dlcourse.models.boundary import check_images


class LeNet(nn.Module):
    """LeNet as it is built today: ReLU, average pooling, linear logits. For square images of side `size`.

    Examples
    --------
    >>> LeNet()(torch.zeros(32, 1, 8, 8)).shape
    torch.Size([32, 10])
    """

    def __init__(self, in_channels: int = 1, num_classes: int = 10, *, size: int = 8,
                 kernel: int = 3) -> None:  # fmt: skip
        super().__init__()
        self.in_channels, self.size = in_channels, size
        self.features = nn.Sequential(
            nn.Conv2d(in_channels, 6, kernel, padding=kernel // 2), nn.ReLU(), nn.AvgPool2d(2),
            nn.Conv2d(6, 16, kernel, padding=kernel // 2), nn.ReLU(), nn.AvgPool2d(2),
        )  # fmt: skip
        self.head = nn.Sequential(
            nn.Linear(16 * (size // 4) ** 2, 120), nn.ReLU(),
            nn.Linear(120, 84), nn.ReLU(),
            nn.Linear(84, num_classes),
        )  # fmt: skip

    def forward(self, X: Tensor) -> Tensor:
        """X (batch, in_channels, size, size) to logits (batch, num_classes)."""
        check_images(X, self.in_channels, size=self.size)
        return self.head(self.features(X).flatten(1))  # (B, 16, size/4, size/4) -> (B, num_classes)


# Table I of the paper: which of the six maps of S2 each of the sixteen maps of C3 sees.
C3 = [[(i + j) % 6 for j in range(3)] for i in range(6)]
C3 += [[(i + j) % 6 for j in range(4)] for i in range(6)]
C3 += [[0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5], [0, 1, 2, 3, 4, 5]]


def squash(a: Tensor) -> Tensor:
    """The paper's activation: it maps ±1 to ±1, where its curvature is largest."""
    return 1.7159 * torch.tanh(a * 2 / 3)


class Subsample(nn.Module):
    """The mean of each 2x2 window, times one weight a channel, plus one bias a channel."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels, 1, 1))
        self.bias = nn.Parameter(torch.zeros(channels, 1, 1))

    def forward(self, X: Tensor) -> Tensor:
        return nn.functional.avg_pool2d(X, 2) * self.weight + self.bias


class LeNet5(nn.Module):
    """The net of 1998 to the last weight: 60,000 of them, for 32x32 images.

    The ten fixed output codes are random signs, which the paper weighs; it then draws little pictures of
    the digits.

    Examples
    --------
    >>> sum(p.numel() for p in LeNet5().parameters())
    60000
    """

    codes: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.c1 = nn.Conv2d(1, 6, 5)
        self.s2 = Subsample(6)
        self.c3 = nn.ModuleList(nn.Conv2d(len(maps), 1, 5) for maps in C3)
        self.s4 = Subsample(16)
        self.c5 = nn.Conv2d(16, 120, 5)
        self.f6 = nn.Linear(120, 84)
        draw = torch.Generator().manual_seed(0)
        signs = torch.randint(0, 2, (10, 84), generator=draw, device="cpu") * 2.0 - 1
        self.register_buffer("codes", signs.to(self.f6.weight.device))

    def forward(self, X: Tensor) -> Tensor:
        """X (batch, 1, 32, 32) to logits (batch, 10): minus the squared distance to each digit's code."""
        check_images(X, 1, size=32)
        a = squash(self.s2(self.c1(X)))  # (B, 6, 14, 14)
        a = torch.cat(
            [conv(a[:, maps]) for conv, maps in zip(self.c3, C3, strict=True)], 1
        )  # (B, 16, 10, 10)
        a = squash(self.s4(a))  # (B, 16, 5, 5)
        a = squash(self.c5(a)).flatten(1)  # (B, 120)
        a = squash(self.f6(a))  # (B, 84)
        return -(a[:, None] - self.codes).square().sum(2)  # (B, 10)
