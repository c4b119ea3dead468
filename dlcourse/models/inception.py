"""GoogLeNet: several kernel sizes side by side, made cheap by 1x1 convolutions.

Szegedy et al., "Going deeper with convolutions", arXiv:1409.4842 (CVPR 2015). With batch normalization,
which came a year later, and so without the auxiliary classifiers that it made needless.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from dlcourse.models.boundary import check_images

# Columns of the paper's table 1: 1x1, 3x3 reduce, 3x3, 5x5 reduce, 5x5, channels after the pooling.
Row = tuple[int, int, int, int, int, int]
SMALL: Sequence[Sequence[Row]] = (((8, 8, 16, 4, 8, 8),), ((16, 16, 24, 4, 12, 12),))
PAPER: Sequence[Sequence[Row]] = (
    ((64, 96, 128, 16, 32, 32), (128, 128, 192, 32, 96, 64)),
    ((192, 96, 208, 16, 48, 64), (160, 112, 224, 24, 64, 64), (128, 128, 256, 24, 64, 64),
     (112, 144, 288, 32, 64, 64), (256, 160, 320, 32, 128, 128)),
    ((256, 160, 320, 32, 128, 128), (384, 192, 384, 48, 128, 128)),
)  # fmt: skip


def conv(inputs: int, outputs: int, kernel: int, stride: int = 1) -> nn.Sequential:
    """Convolution, batch norm, ReLU; the norm's shift makes a bias needless."""
    layer = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
    return nn.Sequential(layer, nn.BatchNorm2d(outputs), nn.ReLU())


class Inception(nn.Module):
    """Four branches over the same input, stacked along the channels; height and width stay."""

    def __init__(self, inputs: int, row: Row, *, kernel: int = 5) -> None:
        super().__init__()
        one, reduce3, three, reduce5, five, pooled = row
        self.branches = nn.ModuleList([
            conv(inputs, one, 1),
            nn.Sequential(conv(inputs, reduce3, 1), conv(reduce3, three, 3)),
            nn.Sequential(conv(inputs, reduce5, 1), conv(reduce5, five, kernel)),
            nn.Sequential(nn.MaxPool2d(3, 1, 1), conv(inputs, pooled, 1)),
        ])  # fmt: skip
        self.channels = one + three + five + pooled

    def forward(self, X: Tensor) -> Tensor:
        return torch.cat([branch(X) for branch in self.branches], 1)


class GoogLeNet(nn.Module):
    """A stem, stages of Inception blocks with a pooling between them, one average, one linear layer.

    Parameters
    ----------
    stages : for each stage its blocks, each a row of the paper's table 1
    stem : channels of the stem; two numbers build the paper's, which divides the image's side by 8
    kernel : of the widest branch

    Examples
    --------
    >>> GoogLeNet()(torch.zeros(32, 1, 8, 8)).shape
    torch.Size([32, 10])
    """

    def __init__(self, in_channels: int = 1, num_classes: int = 10, *,
                 stages: Sequence[Sequence[Row]] = SMALL, stem: Sequence[int] = (16,), kernel: int = 5,
                 dropout: float = 0.2) -> None:  # fmt: skip
        super().__init__()
        self.in_channels = in_channels
        if len(stem) == 1:
            layers: list[nn.Module] = [conv(in_channels, stem[0], 3)]
        else:
            layers = [conv(in_channels, stem[0], 7, stride=2), nn.MaxPool2d(3, 2, ceil_mode=True)]
            layers += [
                conv(stem[0], stem[0], 1),
                conv(stem[0], stem[1], 3),
                nn.MaxPool2d(3, 2, ceil_mode=True),
            ]
        channels = stem[-1]
        for i, rows in enumerate(stages):
            layers += [nn.MaxPool2d(3, 2, ceil_mode=True)] if i else []
            for row in rows:
                mixed = Inception(channels, row, kernel=kernel)
                layers.append(mixed)
                channels = mixed.channels
        self.features = nn.Sequential(*layers)
        self.head = nn.Sequential(nn.Dropout(dropout), nn.Linear(channels, num_classes))

    def forward(self, X: Tensor) -> Tensor:
        """X (batch, in_channels, height, width) to logits (batch, num_classes)."""
        check_images(X, self.in_channels)
        return self.head(self.features(X).mean((2, 3)))  # (B, C, H, W) -> (B, C) -> (B, num_classes)


def googlenet(num_classes: int = 1000, *, kernel: int = 3) -> GoogLeNet:
    """The ImageNet size, for 224x224 images in color.

    The paper's widest kernel is 5; the weights that people download (TensorFlow's, torchvision's) have 3
    there by an old slip, and the parameter count that is quoted is theirs.
    """
    return GoogLeNet(3, num_classes, stages=PAPER, stem=(64, 192), kernel=kernel)
