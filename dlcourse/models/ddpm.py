"""Diffusion: learn to take noise away, then start from noise alone.

Ho, Jain & Abbeel, "Denoising diffusion probabilistic models", arXiv:2006.11239 (NeurIPS 2020).
"""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dlcourse.models.boundary import check_images
from dlcourse.models.transformer import attention


class Diffusion(nn.Module):
    """The noise schedule: what a step adds, how to jump to step t, how to walk back.

    Parameters
    ----------
    steps : int
        The paper has 1000; its betas, 1e-4 to 0.02, are for that many, so they grow as steps shrink.

    Examples
    --------
    >>> diffusion = Diffusion(100)
    >>> bool(diffusion.signal[-1] < 0.01)  # nothing of the image is left at the last step
    True
    """

    betas: Tensor
    signal: Tensor

    def __init__(self, steps: int = 100) -> None:
        super().__init__()
        if steps < 21:
            raise ValueError(f"steps must be 21 or more (in fewer, a beta reaches 1), got {steps}")
        self.steps = steps
        betas = torch.linspace(1e-4, 0.02, steps, dtype=torch.float64) * 1000 / steps
        self.register_buffer("betas", betas.float())
        self.register_buffer("signal", (1 - betas).cumprod(0).float())  # the paper's ᾱ

    def noisy(self, X: Tensor, t: Tensor, noise: Tensor) -> Tensor:
        """X (B, C, H, W) after step t (B,), 0 to steps - 1, in one jump (equation 4)."""
        signal = self.signal[t][:, None, None, None]
        return signal.sqrt() * X + (1 - signal).sqrt() * noise

    def loss(self, model: nn.Module, X: Tensor, *, generator: torch.Generator | None = None) -> Tensor:
        """Mean squared error of the noise that `model` sees in X, values in [-1, 1] (equation 14)."""
        device = generator.device if generator else X.device
        t = torch.randint(self.steps, (len(X),), generator=generator, device=device).to(X.device)
        noise = torch.randn(X.shape, generator=generator, device=device).to(X.device)
        return F.mse_loss(model(self.noisy(X, t, noise), t), noise)

    @torch.no_grad()
    def sample(self, model: nn.Module, shape: Sequence[int], *,
               generator: torch.Generator | None = None) -> Tensor:  # fmt: skip
        """New images of this shape (B, C, H, W), from noise, step by step (algorithm 2)."""
        device = self.betas.device

        def draw() -> Tensor:
            drawn_on = generator.device if generator else device
            return torch.randn(*shape, generator=generator, device=drawn_on).to(device)

        X = draw()
        for t in range(self.steps - 1, -1, -1):
            beta, signal = self.betas[t], self.signal[t]
            noise = model(X, torch.full((shape[0],), t, device=device))
            X = (X - beta / (1 - signal).sqrt() * noise) / (1 - beta).sqrt()
            if t:
                X = X + beta.sqrt() * draw()
        return X


def embed_time(t: Tensor, dim: int) -> Tensor:
    """Steps (B,) to (B, dim): cosines and sines of wavelengths that grow geometrically; dim is even."""
    rate = 10000.0 ** (-torch.arange(dim // 2, device=t.device) / (dim // 2))
    angle = t[:, None] * rate
    return torch.cat([angle.cos(), angle.sin()], 1)


class PixelAttention(nn.Module):
    """Every pixel looks at every other; the result is added."""

    def __init__(self, channels: int, groups: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(groups, channels)
        self.qkv = nn.Conv2d(channels, 3 * channels, 1)
        self.out = nn.Conv2d(channels, channels, 1)

    def forward(self, X: Tensor) -> Tensor:
        q, k, v = self.qkv(self.norm(X)).flatten(2).transpose(1, 2).chunk(3, -1)  # each (B, HW, C)
        z, _ = attention(q, k, v)
        return X + self.out(z.transpose(1, 2).view_as(X))


class Residual(nn.Module):
    """Two convolutions with the time added between them, the input added back, then perhaps attention."""

    def __init__(self, inputs: int, outputs: int, time: int, *, attend: bool, groups: int,
                 dropout: float) -> None:  # fmt: skip
        super().__init__()
        self.norm1, self.norm2 = nn.GroupNorm(groups, inputs), nn.GroupNorm(groups, outputs)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.time = nn.Linear(time, outputs)
        self.dropout = nn.Dropout(dropout)
        self.project = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else nn.Identity()
        self.look = PixelAttention(outputs, groups) if attend else nn.Identity()

    def forward(self, X: Tensor, time: Tensor) -> Tensor:
        """X (B, inputs, H, W) and time (B, time) to (B, outputs, H, W)."""
        a = self.conv1(F.silu(self.norm1(X))) + self.time(F.silu(time))[:, :, None, None]
        return self.look(self.project(X) + self.conv2(self.dropout(F.silu(self.norm2(a)))))


class NoisePredictor(nn.Module):
    """A U-Net that is told the step: noisy images (B, C, H, W) and t (B,) to the noise in them.

    Parameters
    ----------
    widths : channels at each level; each but the first has half the resolution of the one before
    blocks : residual blocks at a level on the way down; one more on the way up
    attention_at : levels whose blocks are followed by attention between pixels

    Examples
    --------
    >>> NoisePredictor()(torch.zeros(4, 1, 8, 8), torch.tensor([0, 1, 50, 99])).shape
    torch.Size([4, 1, 8, 8])
    """

    def __init__(self, channels: int = 1, *, widths: Sequence[int] = (32, 64), blocks: int = 1,
                 attention_at: Sequence[int] = (1,), groups: int = 8,
                 dropout: float = 0.0) -> None:  # fmt: skip
        super().__init__()
        self.channels, self.width, self.levels = channels, widths[0], len(widths)
        time = 4 * widths[0]
        self.time = nn.Sequential(nn.Linear(widths[0], time), nn.SiLU(), nn.Linear(time, time))

        def residual(inputs: int, outputs: int, attend: bool) -> Residual:
            return Residual(inputs, outputs, time, attend=attend, groups=groups, dropout=dropout)

        self.first = nn.Conv2d(channels, widths[0], 3, padding=1)
        self.down, self.up = nn.ModuleList(), nn.ModuleList()
        a = widths[0]  # channels, as the image goes along
        bridges = [a]  # those of each feature map that crosses from the way down to the way up
        for level, width in enumerate(widths):
            if level:
                self.down.append(nn.Conv2d(a, a, 3, stride=2, padding=1))
                bridges.append(a)
            for _ in range(blocks):
                self.down.append(residual(a, width, level in attention_at))
                a = width
                bridges.append(a)
        self.middle = nn.ModuleList([residual(a, a, True), residual(a, a, False)])
        for level, width in reversed(list(enumerate(widths))):
            for _ in range(blocks + 1):
                self.up.append(residual(a + bridges.pop(), width, level in attention_at))
                a = width
            if level:
                self.up.append(nn.Sequential(nn.Upsample(scale_factor=2), nn.Conv2d(a, a, 3, padding=1)))
        last = nn.Conv2d(a, channels, 3, padding=1)
        nn.init.zeros_(last.weight)  # at first the net sees no noise anywhere: loss 1
        self.last = nn.Sequential(nn.GroupNorm(groups, a), nn.SiLU(), last)

    def forward(self, X: Tensor, t: Tensor) -> Tensor:
        check_images(X, self.channels, multiple=2 ** (self.levels - 1))
        time = self.time(embed_time(t, self.width))  # (B, 4 * width)
        a = self.first(X)
        bridges = [a]
        for step in self.down:
            a = step(a, time) if isinstance(step, Residual) else step(a)
            bridges.append(a)
        for step in self.middle:
            a = step(a, time)
        for step in self.up:
            wide = isinstance(step, Residual)
            a = step(torch.cat([a, bridges.pop()], 1), time) if wide else step(a)
        return self.last(a)


def ddpm_cifar10() -> NoisePredictor:
    """The paper's net for 32x32 images in color; it belongs to `Diffusion(1000)`."""
    return NoisePredictor(3, widths=(128, 256, 256, 256), blocks=2, attention_at=(1,), groups=32, dropout=0.1)
