"""Vision Transformer: cut the image into patches and read them as if they were words.

Dosovitskiy et al., "An image is worth 16x16 words", arXiv:2010.11929 (ICLR 2021).
"""

import torch
from torch import Tensor, nn

from dlcourse.models.boundary import check_images
from dlcourse.models.transformer import Block


class ViT(nn.Module):
    """Square images of side `size` to logits, through patches of side `patch` and a class token.

    Examples
    --------
    >>> ViT()(torch.zeros(32, 1, 8, 8)).shape
    torch.Size([32, 10])
    """

    def __init__(self, in_channels: int = 1, num_classes: int = 10, *, size: int = 8, patch: int = 2,
                 dim: int = 48, heads: int = 4, layers: int = 3, hidden: int | None = None,
                 dropout: float = 0.0) -> None:  # fmt: skip
        super().__init__()
        if size % patch:
            raise ValueError(f"size must be a multiple of patch, got size {size} and patch {patch}")
        self.in_channels, self.size = in_channels, size
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)  # one linear layer for every patch
        self.class_token = nn.Parameter(torch.zeros(1, 1, dim))
        self.positions = nn.Parameter(torch.empty(1, (size // patch) ** 2 + 1, dim).normal_(std=0.02))
        self.dropout = nn.Dropout(dropout)
        self.blocks = nn.Sequential(
            *(Block(dim, heads, hidden=hidden, dropout=dropout, eps=1e-6) for _ in range(layers))
        )
        self.norm = nn.LayerNorm(dim, eps=1e-6)
        self.head = nn.Linear(dim, num_classes)

    def forward(self, X: Tensor) -> Tensor:
        """X (batch, in_channels, size, size) to logits (batch, num_classes)."""
        check_images(X, self.in_channels, size=self.size)
        x = self.patches(X).flatten(2).transpose(1, 2)  # (B, dim, n, n) -> (B, n², dim)
        x = torch.cat([self.class_token.expand(len(x), -1, -1), x], 1)  # (B, 1 + n², dim)
        x = self.blocks(self.dropout(x + self.positions))
        return self.head(self.norm(x[:, 0]))  # (B, dim) -> (B, num_classes)


def vit_b16(num_classes: int = 1000) -> ViT:
    """ViT-B/16 for 224x224 images in color."""
    return ViT(3, num_classes, size=224, patch=16, dim=768, heads=12, layers=12)
