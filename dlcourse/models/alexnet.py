"""AlexNet: ReLU, dropout and GPUs make a deep convolutional net win ImageNet.

Krizhevsky, Sutskever & Hinton, "ImageNet classification with deep convolutional neural networks", NeurIPS
2012; the preset is the one-tower form of Krizhevsky, "One weird trick", arXiv:1404.5997 (2014).
"""

from collections.abc import Sequence

from torch import Tensor, nn

from dlcourse.models.boundary import check_images


class AlexNet(nn.Module):
    """Five convolutions, three overlapping max-poolings, three linear layers.

    Parameters
    ----------
    channels : five ints, those of the convolutions
    stem : kernel, stride and padding of the first convolution
    grid : side of the last feature map, to which it is averaged

    Examples
    --------
    >>> import torch
    >>> AlexNet()(torch.zeros(32, 1, 8, 8)).shape
    torch.Size([32, 10])
    """

    def __init__(self, in_channels: int = 1, num_classes: int = 10, *, channels: Sequence[int] = (16, 32, 48,
                 32, 32), hidden: int = 64, stem: tuple[int, int, int] = (3, 1, 1), grid: int = 1,
                 dropout: float = 0.5) -> None:  # fmt: skip
        super().__init__()
        self.in_channels = in_channels
        a, b, c, d, e = channels
        self.features = nn.Sequential(
            nn.Conv2d(in_channels, a, *stem), nn.ReLU(), nn.MaxPool2d(3, 2, ceil_mode=True),
            nn.Conv2d(a, b, 5, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2, ceil_mode=True),
            nn.Conv2d(b, c, 3, padding=1), nn.ReLU(),
            nn.Conv2d(c, d, 3, padding=1), nn.ReLU(),
            nn.Conv2d(d, e, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2, ceil_mode=True),
            nn.AdaptiveAvgPool2d(grid),
        )  # fmt: skip
        self.head = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(e * grid**2, hidden), nn.ReLU(),
            nn.Dropout(dropout), nn.Linear(hidden, hidden), nn.ReLU(),
            nn.Linear(hidden, num_classes),
        )  # fmt: skip

    def forward(self, X: Tensor) -> Tensor:
        """X (batch, in_channels, height, width) to logits (batch, num_classes)."""
        check_images(X, self.in_channels)
        return self.head(self.features(X).flatten(1))  # (B, channels[-1], grid, grid) -> (B, num_classes)


def alexnet(num_classes: int = 1000) -> AlexNet:
    """The ImageNet size, for 224x224 images in color."""
    channels = (64, 192, 384, 256, 256)
    return AlexNet(3, num_classes, channels=channels, hidden=4096, stem=(11, 4, 2), grid=6)
