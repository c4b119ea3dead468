"""U-Net: down to see what is there, up to say where, with a bridge at every level.

Ronneberger, Fischer & Brox, "U-Net: convolutional networks for biomedical image segmentation",
arXiv:1505.04597 (MICCAI 2015). Convolutions are padded, so that a mask is as large as its image.
"""

import torch
from torch import Tensor, nn

from dlcourse.models.boundary import check_images


def double_conv(inputs: int, outputs: int, batch_norm: bool) -> nn.Sequential:
    """Twice: 3x3 convolution, perhaps batch norm, ReLU."""
    layers: list[nn.Module] = []
    for n in (inputs, outputs):
        layers.append(nn.Conv2d(n, outputs, 3, padding=1, bias=not batch_norm))
        layers += [nn.BatchNorm2d(outputs), nn.ReLU()] if batch_norm else [nn.ReLU()]
    return nn.Sequential(*layers)


class UNet(nn.Module):
    """Images to logits for each pixel.

    Parameters
    ----------
    width : channels at full resolution, doubled at each of the `depth` levels below
    batch_norm : the paper has none; small nets learn faster with it

    Examples
    --------
    >>> UNet(1, 2)(torch.zeros(4, 1, 32, 32)).shape
    torch.Size([4, 2, 32, 32])
    """

    def __init__(self, in_channels: int = 1, classes: int = 1, *, width: int = 16, depth: int = 2,
                 batch_norm: bool = True) -> None:  # fmt: skip
        super().__init__()
        self.in_channels, self.depth = in_channels, depth
        widths = [width * 2**i for i in range(depth + 1)]
        inputs = [in_channels, *widths]
        self.down = nn.ModuleList(double_conv(inputs[i], widths[i], batch_norm) for i in range(depth))
        self.bottom = double_conv(inputs[depth], widths[depth], batch_norm)
        levels = range(depth - 1, -1, -1)
        self.grow = nn.ModuleList(nn.ConvTranspose2d(widths[i + 1], widths[i], 2, stride=2) for i in levels)
        self.up = nn.ModuleList(double_conv(2 * widths[i], widths[i], batch_norm) for i in levels)
        self.head = nn.Conv2d(width, classes, 1)

    def forward(self, X: Tensor) -> Tensor:
        """X (batch, in_channels, height, width) to logits (batch, classes, height, width)."""
        check_images(X, self.in_channels, multiple=2**self.depth)
        bridges, a = [], X
        for block in self.down:
            bridges.append(block(a))  # (B, width * 2^i, H / 2^i, W / 2^i)
            a = nn.functional.max_pool2d(bridges[-1], 2)
        a = self.bottom(a)
        for grow, block in zip(self.grow, self.up, strict=True):
            a = block(torch.cat([bridges.pop(), grow(a)], 1))
        return self.head(a)


def unet(classes: int = 2) -> UNet:
    """The paper's size."""
    return UNet(1, classes, width=64, depth=4, batch_norm=False)
