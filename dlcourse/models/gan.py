"""GAN: a generator draws, a discriminator judges, and each learns from the other.

Goodfellow et al., "Generative adversarial nets", arXiv:1406.2661 (NeurIPS 2014); DCGAN: Radford, Metz &
Chintala, arXiv:1511.06434 (ICLR 2016). The losses are the chapter's, for the game is the lesson there.
"""

from functools import partial

from torch import Tensor, nn

from dlcourse.models.boundary import check_features, check_images
from dlcourse.models.mlp import MLP


class Generator(MLP):
    """Noise (batch, noise), from N(0, 1), to points (batch, outputs), through two hidden layers.

    Examples
    --------
    >>> import torch
    >>> Generator(outputs=2)(torch.zeros(32, 8)).shape, Discriminator(inputs=2)(torch.zeros(32, 2)).shape
    (torch.Size([32, 2]), torch.Size([32]))
    """

    def __init__(self, outputs: int = 2, noise: int = 8, *, hidden: int = 64) -> None:
        super().__init__(noise, outputs, hidden=(hidden, hidden))


class Discriminator(MLP):
    """Points (batch, inputs) to one logit each, (batch,): above 0 means "real"."""

    def __init__(self, inputs: int = 2, *, hidden: int = 64) -> None:
        super().__init__(inputs, 1, hidden=(hidden, hidden), activation=partial(nn.LeakyReLU, 0.2))

    def forward(self, X: Tensor) -> Tensor:
        return super().forward(X).squeeze(1)


def doublings(size: int) -> int:
    """How often a 4x4 map doubles until its side is `size`."""
    if size < 8 or size & (size - 1):
        raise ValueError(f"size must be a power of two, 8 or more, got {size}; pad the images")
    return size.bit_length() - 3


def init_dcgan(model: nn.Module) -> None:
    """Weights from N(0, 0.02), scales of the batch norms from N(1, 0.02), as the paper asks."""
    for m in model.modules():
        if isinstance(m, nn.Conv2d | nn.ConvTranspose2d):
            nn.init.normal_(m.weight, 0.0, 0.02)
        elif isinstance(m, nn.BatchNorm2d):
            nn.init.normal_(m.weight, 1.0, 0.02)


class DCGANGenerator(nn.Module):
    """Noise to square images in (-1, 1): transposed convolutions that double the side.

    Parameters
    ----------
    size : side of the images, a power of two
    width : channels before the last layer, doubled for each layer before it

    Examples
    --------
    >>> import torch
    >>> DCGANGenerator()(torch.zeros(32, 16)).shape
    torch.Size([32, 1, 8, 8])
    """

    def __init__(self, channels: int = 1, noise: int = 16, *, size: int = 8, width: int = 32) -> None:
        super().__init__()
        self.noise = noise
        inputs, outputs = noise, width * 2 ** (doublings(size) - 1)
        layers: list[nn.Module] = []
        for stride, padding in [(1, 0)] + [(2, 1)] * (doublings(size) - 1):
            layers.append(nn.ConvTranspose2d(inputs, outputs, 4, stride, padding, bias=False))
            layers += [nn.BatchNorm2d(outputs), nn.ReLU()]
            inputs, outputs = outputs, outputs // 2
        layers += [nn.ConvTranspose2d(inputs, channels, 4, 2, 1, bias=False), nn.Tanh()]
        self.layers = nn.Sequential(*layers)
        init_dcgan(self)

    def forward(self, noise: Tensor) -> Tensor:
        """Noise (batch, noise) to images (batch, channels, size, size)."""
        check_features(noise, self.noise)
        return self.layers(noise[:, :, None, None])  # (B, noise, 1, 1) -> (B, C, 4, 4) -> ... -> (size, size)


class DCGANDiscriminator(nn.Module):
    """Images in [-1, 1] to one logit each: strided convolutions, no pooling; above 0 means "real".

    Examples
    --------
    >>> import torch
    >>> DCGANDiscriminator()(torch.zeros(32, 1, 8, 8)).shape
    torch.Size([32])
    """

    def __init__(self, channels: int = 1, *, size: int = 8, width: int = 32) -> None:
        super().__init__()
        self.channels, self.size = channels, size
        layers: list[nn.Module] = [nn.Conv2d(channels, width, 4, 2, 1, bias=False), nn.LeakyReLU(0.2)]
        for _ in range(doublings(size) - 1):
            layers.append(nn.Conv2d(width, 2 * width, 4, 2, 1, bias=False))
            layers += [nn.BatchNorm2d(2 * width), nn.LeakyReLU(0.2)]
            width *= 2
        self.layers = nn.Sequential(*layers, nn.Conv2d(width, 1, 4, bias=False))
        init_dcgan(self)

    def forward(self, X: Tensor) -> Tensor:
        """X (batch, channels, size, size) to logits (batch,)."""
        check_images(X, self.channels, size=self.size)
        return self.layers(X).flatten()  # (B, C, 4, 4) -> (B, 1, 1, 1) -> (B,)


def dcgan() -> tuple[DCGANGenerator, DCGANDiscriminator]:
    """Generator and discriminator of the paper's figure 1, for 64x64 images in color."""
    return DCGANGenerator(3, 100, size=64, width=128), DCGANDiscriminator(3, size=64, width=128)
