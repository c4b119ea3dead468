"""Variational autoencoder: a code that is a distribution, so that new codes can be drawn.

Kingma & Welling, "Auto-encoding variational Bayes", arXiv:1312.6114 (ICLR 2014).
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dlcourse.models.boundary import check_features


class VAE(nn.Module):
    """Encoder to the mean and log-variance of a Gaussian code; decoder to the logits of each pixel.

    Examples
    --------
    >>> net, X = VAE(64, 2), torch.rand(32, 64)
    >>> logits, mean, logvar = net(X)
    >>> logits.shape, mean.shape, vae_loss(logits, X, mean, logvar).shape
    (torch.Size([32, 64]), torch.Size([32, 2]), torch.Size([]))
    """

    def __init__(self, inputs: int = 64, code: int = 2, *, hidden: int = 64) -> None:
        super().__init__()
        self.inputs, self.code = inputs, code
        self.encoder = nn.Sequential(nn.Linear(inputs, hidden), nn.Tanh())
        self.mean = nn.Linear(hidden, code)
        self.logvar = nn.Linear(hidden, code)
        self.decoder = nn.Sequential(nn.Linear(code, hidden), nn.Tanh(), nn.Linear(hidden, inputs))

    def encode(self, X: Tensor) -> tuple[Tensor, Tensor]:
        """X (batch, inputs) to mean and log-variance, each (batch, code)."""
        check_features(X, self.inputs)
        h = self.encoder(X)
        return self.mean(h), self.logvar(h)

    def forward(self, X: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """X (batch, inputs), values in [0, 1], to logits of its reconstruction, mean and log-variance.

        In training the code is drawn; in eval mode it is the mean.
        """
        mean, logvar = self.encode(X)
        code = mean
        if self.training:  # the draw comes from outside, so that gradients pass through mean and logvar
            code = mean + torch.exp(0.5 * logvar) * torch.randn_like(mean)
        return self.decoder(code), mean, logvar

    @torch.no_grad()
    def sample(self, count: int, *, generator: torch.Generator | None = None) -> Tensor:
        """New examples (count, inputs), values in (0, 1): codes from N(0, 1), decoded."""
        device = self.mean.weight.device
        drawn_on = generator.device if generator else device
        code = torch.randn(count, self.code, generator=generator, device=drawn_on)
        return torch.sigmoid(self.decoder(code.to(device)))


def kl_divergence(mean: Tensor, logvar: Tensor) -> Tensor:
    """KL(N(mean, exp(logvar)) || N(0, 1)) of each example, (batch, code) to (batch,) (appendix B)."""
    return 0.5 * (mean.square() + logvar.exp() - 1 - logvar).sum(1)


def vae_loss(logits: Tensor, X: Tensor, mean: Tensor, logvar: Tensor, *, beta: float = 1.0) -> Tensor:
    """Minus the evidence lower bound, in nats an example, a scalar; beta weighs the KL term."""
    reconstruction = F.binary_cross_entropy_with_logits(logits, X, reduction="none").sum(1)  # (B,)
    return (reconstruction + beta * kl_divergence(mean, logvar)).mean()


def kingma2014() -> VAE:
    """500 hidden units, as in the paper's experiments on 28x28 digits, with a code of 20."""
    return VAE(784, 20, hidden=500)
