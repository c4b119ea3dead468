"""ResNet: learn what to add to the input, and a hundred layers train.

He, Zhang, Ren & Sun, "Deep residual learning for image recognition", arXiv:1512.03385 (CVPR 2016).
Layers carry torchvision's names, so that weights saved there load here.
"""

from collections.abc import Sequence
from typing import Literal

import torch
from torch import Tensor, nn

from dlcourse.models.boundary import check_images


def shortcut(inputs: int, outputs: int, stride: int) -> nn.Sequential | None:
    """The 1x1 projection that the skip needs where the shape changes (option B), else None."""
    if stride == 1 and inputs == outputs:
        return None
    return nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))


class BasicBlock(nn.Module):
    """Two 3x3 convolutions and the input added back; `skip=False` leaves the addition out."""

    expansion = 1

    def __init__(self, inputs: int, channels: int, stride: int = 1, *, skip: bool = True) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.skip = skip
        self.downsample = shortcut(inputs, channels, stride) if skip else None

    def residual(self, X: Tensor) -> Tensor:
        a = torch.relu(self.bn1(self.conv1(X)))
        return self.bn2(self.conv2(a))

    def forward(self, X: Tensor) -> Tensor:
        """X (batch, inputs, H, W) to (batch, expansion * channels, H / stride, W / stride)."""
        z = self.residual(X)
        if self.skip:
            z = z + (X if self.downsample is None else self.downsample(X))
        return torch.relu(z)


class Bottleneck(BasicBlock):
    """1x1 to fewer channels, 3x3 there, 1x1 back to four times as many: deep nets at bearable cost."""

    expansion = 4

    def __init__(self, inputs: int, channels: int, stride: int = 1, *, skip: bool = True) -> None:
        nn.Module.__init__(self)
        outputs = self.expansion * channels
        self.conv1 = nn.Conv2d(inputs, channels, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.conv3 = nn.Conv2d(channels, outputs, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outputs)
        self.skip = skip
        self.downsample = shortcut(inputs, outputs, stride) if skip else None

    def residual(self, X: Tensor) -> Tensor:
        a = torch.relu(self.bn1(self.conv1(X)))
        a = torch.relu(self.bn2(self.conv2(a)))
        return self.bn3(self.conv3(a))


class ResNet(nn.Module):
    """A stem, stages of residual blocks, one average, one linear layer.

    Parameters
    ----------
    blocks : number of blocks in each stage; every stage but the first halves the image
    channels : of the first stage, doubled from stage to stage
    stem : "small" is one 3x3 convolution; "imagenet" 7x7 with stride 2, then a pooling
    skip : False builds the plain net that the paper compares with

    Examples
    --------
    >>> ResNet()(torch.zeros(32, 1, 8, 8)).shape
    torch.Size([32, 10])
    """

    def __init__(self, in_channels: int = 1, num_classes: int = 10, *, blocks: Sequence[int] = (1, 1, 1),
                 channels: int = 16, block: type[BasicBlock] = BasicBlock,
                 stem: Literal["small", "imagenet"] = "small", skip: bool = True) -> None:  # fmt: skip
        super().__init__()
        self.in_channels = in_channels
        large = stem == "imagenet"
        kernel, stride, padding = (7, 2, 3) if large else (3, 1, 1)
        self.conv1 = nn.Conv2d(in_channels, channels, kernel, stride, padding, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.maxpool = nn.MaxPool2d(3, 2, 1) if large else nn.Identity()
        self.stages = [f"layer{i}" for i in range(1, len(blocks) + 1)]
        inputs = channels
        for i, (stage, count) in enumerate(zip(self.stages, blocks, strict=True)):
            layers: list[nn.Module] = []
            for j in range(count):
                layers.append(block(inputs, channels * 2**i, 2 if i and not j else 1, skip=skip))
                inputs = channels * 2**i * block.expansion
            self.add_module(stage, nn.Sequential(*layers))
        self.fc = nn.Linear(inputs, num_classes)
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, X: Tensor) -> Tensor:
        """X (batch, in_channels, height, width) to logits (batch, num_classes)."""
        check_images(X, self.in_channels)
        a = self.maxpool(torch.relu(self.bn1(self.conv1(X))))
        for stage in self.stages:
            a = self.get_submodule(stage)(a)  # (B, channels * 2^i, H / 2^i, W / 2^i)
        return self.fc(a.mean((2, 3)))  # (B, C) -> (B, num_classes)


def resnet(depth: Literal[18, 34, 50, 101, 152] = 18, *, num_classes: int = 1000) -> ResNet:
    """Table 1 of the paper, for 224x224 images in color (stride 2 in a bottleneck's 3x3, as torchvision)."""
    plans = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3)}
    if depth not in plans:
        raise ValueError(f"depth must be one of {list(plans)}, got {depth}")
    block = BasicBlock if depth < 50 else Bottleneck
    return ResNet(3, num_classes, blocks=plans[depth], channels=64, block=block, stem="imagenet")


def resnet_cifar(depth: int = 20, *, skip: bool = True) -> ResNet:
    """Section 4.2 of the paper, for 32x32 images in color; depth is 6n + 2 (20, 32, 44, 56, 110, ...)."""
    n, rest = divmod(depth - 2, 6)
    if rest or n < 1:
        raise ValueError(f"depth must be 6n + 2 with n of 1 or more (20, 32, 44, ...), got {depth}")
    return ResNet(3, 10, blocks=(n, n, n), channels=16, skip=skip)
