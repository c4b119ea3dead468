"""EfficientNet: grow depth, width and resolution together.

Tan & Le, "EfficientNet: rethinking model scaling for convolutional neural networks", arXiv:1905.11946
(ICML 2019). MBConv: Sandler et al., arXiv:1801.04381; squeeze-excite: Hu et al., arXiv:1709.01507;
stochastic depth: Huang et al., arXiv:1603.09382.
"""

from collections.abc import Sequence
from math import ceil

import torch
from torch import Tensor, nn

from dlcourse.models.boundary import check_images

# Columns of the paper's table 1: expansion, kernel, stride, channels, layers.
Stage = tuple[int, int, int, int, int]
SMALL: Sequence[Stage] = ((1, 3, 1, 16, 1), (4, 3, 2, 24, 1), (4, 5, 2, 40, 1))
PAPER: Sequence[Stage] = (
    (1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 5, 2, 40, 2), (6, 3, 2, 80, 3),
    (6, 5, 1, 112, 3), (6, 5, 2, 192, 4), (6, 3, 1, 320, 1),
)  # fmt: skip
# Width, depth and side of the images of B0 to B7, as released with the paper.
SIZES = ((1.0, 1.0, 224), (1.0, 1.1, 240), (1.1, 1.2, 260), (1.2, 1.4, 300),
         (1.4, 1.8, 380), (1.6, 2.2, 456), (1.8, 2.6, 528), (2.0, 3.1, 600))  # fmt: skip


def compound_scale(phi: float) -> tuple[float, float, float]:
    """Width, depth and resolution, each times this, for about 2**phi times the work (equation 3).

    >>> width, depth, resolution = compound_scale(1)
    >>> width, depth, resolution, round(depth * width**2 * resolution**2, 2)
    (1.1, 1.2, 1.15, 1.92)
    """
    return 1.1**phi, 1.2**phi, 1.15**phi


def eighths(channels: float) -> int:
    """The nearest multiple of 8, at least 8, and never more than a tenth below."""
    rounded = max(8, int(channels + 4) // 8 * 8)
    return rounded if rounded >= 0.9 * channels else rounded + 8


def conv(inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1) -> list[nn.Module]:
    layer = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False)
    return [layer, nn.BatchNorm2d(outputs), nn.SiLU()]


class SqueezeExcite(nn.Module):
    """Each channel times a number in (0, 1) that is computed from the means of all channels."""

    def __init__(self, channels: int, squeezed: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(channels, squeezed, 1)
        self.excite = nn.Conv2d(squeezed, channels, 1)

    def forward(self, X: Tensor) -> Tensor:
        s = X.mean((2, 3), keepdim=True)  # (B, C, 1, 1)
        return X * torch.sigmoid(self.excite(nn.functional.silu(self.squeeze(s))))


class MBConv(nn.Module):
    """Widen (1x1), filter each channel by itself, reweigh the channels, narrow (1x1), add the input."""

    def __init__(self, inputs: int, outputs: int, *, expansion: int, kernel: int, stride: int,
                 drop: float) -> None:  # fmt: skip
        super().__init__()
        wide = inputs * expansion
        self.layers = nn.Sequential(
            *(conv(inputs, wide, 1) if expansion > 1 else []),
            *conv(wide, wide, kernel, stride, groups=wide),
            SqueezeExcite(wide, max(1, inputs // 4)),
            *conv(wide, outputs, 1)[:-1],  # linear: an activation here would throw information away
        )
        self.skip = stride == 1 and inputs == outputs
        self.drop = drop

    def forward(self, X: Tensor) -> Tensor:
        z = self.layers(X)
        if not self.skip:
            return z
        if self.training and self.drop:  # stochastic depth: whole examples go around the block
            keep = torch.rand(len(z), 1, 1, 1, device=z.device) >= self.drop
            z = z * keep / (1 - self.drop)
        return X + z


class EfficientNet(nn.Module):
    """A stem, stages of MBConv, one 1x1 convolution, one average, one linear layer.

    Parameters
    ----------
    width, depth : float
        Factors on the channels and on the layers of each stage.
    drop : float
        Share of examples that skip the last block in training; it rises linearly from 0 at the first.

    Examples
    --------
    >>> EfficientNet()(torch.zeros(32, 1, 8, 8)).shape
    torch.Size([32, 10])
    """

    def __init__(self, in_channels: int = 1, num_classes: int = 10, *, stages: Sequence[Stage] = SMALL,
                 width: float = 1.0, depth: float = 1.0, stem: int = 16, stem_stride: int = 1,
                 dropout: float = 0.2, drop: float = 0.0) -> None:  # fmt: skip
        super().__init__()
        self.in_channels = in_channels
        channels = eighths(stem * width)
        layers = conv(in_channels, channels, 3, stem_stride)
        counts = [ceil(depth * n) for *_, n in stages]
        made = 0
        for (expansion, kernel, stride, out, _), count in zip(stages, counts, strict=True):
            for i in range(count):
                outputs, step, p = eighths(out * width), 1 if i else stride, drop * made / sum(counts)
                layers.append(
                    MBConv(channels, outputs, expansion=expansion, kernel=kernel, stride=step, drop=p)
                )
                channels = outputs
                made += 1
        self.features = nn.Sequential(*layers, *conv(channels, 4 * channels, 1))
        self.head = nn.Sequential(nn.Dropout(dropout), nn.Linear(4 * channels, num_classes))
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight, mode="fan_out")

    def forward(self, X: Tensor) -> Tensor:
        """X (batch, in_channels, height, width) to logits (batch, num_classes)."""
        check_images(X, self.in_channels)
        return self.head(self.features(X).mean((2, 3)))  # (B, C, H, W) -> (B, C) -> (B, num_classes)


def efficientnet(b: int = 0, *, num_classes: int = 1000) -> EfficientNet:
    """EfficientNet-B0 to B7, for color images of side `SIZES[b][2]`."""
    if b not in range(len(SIZES)):
        raise ValueError(f"b must be one of 0..7, got {b}")
    width, depth, _ = SIZES[b]
    return EfficientNet(
        3, num_classes, stages=PAPER, width=width, depth=depth, stem=32, stem_stride=2, drop=0.2
    )
