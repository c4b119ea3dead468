"""Autoencoder: squeeze through a bottleneck, then rebuild.

Hinton & Salakhutdinov, "Reducing the dimensionality of data with neural networks", Science 313 (2006).
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from dlcourse.models.boundary import check_features
from dlcourse.models.mlp import MLP


class Autoencoder(nn.Module):
    """Encoder and its mirror image, the decoder; the code between them is linear.

    Examples
    --------
    >>> net = Autoencoder(64, 8)
    >>> net.encode(torch.zeros(32, 64)).shape, net(torch.zeros(32, 64)).shape
    (torch.Size([32, 8]), torch.Size([32, 64]))
    """

    def __init__(self, inputs: int = 64, code: int = 8, *, hidden: Sequence[int] = (32,)) -> None:
        super().__init__()
        self.inputs = inputs
        self.encoder = MLP(inputs, code, hidden=hidden)
        self.decoder = MLP(code, inputs, hidden=hidden[::-1])

    def encode(self, X: Tensor) -> Tensor:
        """X (batch, inputs) to codes (batch, code)."""
        check_features(X, self.inputs)
        return self.encoder(X)

    def forward(self, X: Tensor) -> Tensor:
        """X (batch, inputs), values in [0, 1], to its reconstruction, same shape, in (0, 1)."""
        return torch.sigmoid(self.decoder(self.encode(X)))


def hinton2006() -> Autoencoder:
    """784-1000-500-250-30 and back, for 28x28 digits."""
    return Autoencoder(784, 30, hidden=(1000, 500, 250))
