"""VGG: nothing but 3x3 convolutions, and more of them.

Simonyan & Zisserman, "Very deep convolutional networks for large-scale image recognition",
arXiv:1409.1556 (ICLR 2015).
"""

from collections.abc import Sequence
from typing import Literal

from torch import Tensor, nn

from dlcourse.models.boundary import check_images


def block(in_channels: int, channels: int, convs: int, batch_norm: bool) -> list[nn.Module]:
    """`convs` times 3x3 convolution and ReLU, then a pooling that halves height and width."""
    layers: list[nn.Module] = []
    for i in range(convs):
        layers.append(nn.Conv2d(channels if i else in_channels, channels, 3, padding=1))
        layers += [nn.BatchNorm2d(channels), nn.ReLU()] if batch_norm else [nn.ReLU()]
    return [*layers, nn.MaxPool2d(2)]


class VGG(nn.Module):
    """Blocks of convolutions and three linear layers.

    Parameters
    ----------
    plan : pairs (number of convolutions, channels), one a block; each block halves the image
    grid : side of the last feature map, to which it is averaged

    Examples
    --------
    >>> import torch
    >>> VGG()(torch.zeros(32, 1, 8, 8)).shape
    torch.Size([32, 10])
    """

    def __init__(self, in_channels: int = 1, num_classes: int = 10, *, plan: Sequence[tuple[int, int]] = ((1,
                 16), (2, 32)), hidden: int = 64, grid: int = 2, dropout: float = 0.5,
                 batch_norm: bool = False) -> None:  # fmt: skip
        super().__init__()
        self.in_channels = in_channels
        layers: list[nn.Module] = []
        channels = in_channels
        for convs, out in plan:
            layers += block(channels, out, convs, batch_norm)
            channels = out
        self.features = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(grid))
        self.head = nn.Sequential(
            nn.Linear(channels * grid**2, hidden), nn.ReLU(), nn.Dropout(dropout),
            nn.Linear(hidden, hidden), nn.ReLU(), nn.Dropout(dropout),
            nn.Linear(hidden, num_classes),
        )  # fmt: skip
        for m in self.modules():
            if isinstance(m, nn.Conv2d):  # without it, nothing reaches the first layers of a deep VGG
                nn.init.kaiming_normal_(m.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, X: Tensor) -> Tensor:
        """X (batch, in_channels, height, width) to logits (batch, num_classes)."""
        check_images(X, self.in_channels)
        return self.head(self.features(X).flatten(1))  # (B, channels, grid, grid) -> (B, num_classes)


def vgg(depth: Literal[11, 13, 16, 19] = 16, *, num_classes: int = 1000, batch_norm: bool = False) -> VGG:
    """Configurations A, B, D and E of the paper, for 224x224 images in color."""
    convs = {11: (1, 1, 2, 2, 2), 13: (2, 2, 2, 2, 2), 16: (2, 2, 3, 3, 3), 19: (2, 2, 4, 4, 4)}
    if depth not in convs:
        raise ValueError(f"depth must be one of {list(convs)}, got {depth}")
    plan = list(zip(convs[depth], (64, 128, 256, 512, 512), strict=True))
    return VGG(3, num_classes, plan=plan, hidden=4096, grid=7, batch_norm=batch_norm)
