"""Small networks and a batch of digits on which `diagnose` is tried."""

import torch
from torch import nn

from dlcourse.data import digits

HIDDEN = 64


def batch(n=256):
    split = digits()
    return torch.tensor(split.X_train[:n]), torch.tensor(split.y_train[:n]).long()


def mlp(*, outputs=10, activation=nn.ReLU, last=()):
    return nn.Sequential(
        nn.Linear(64, HIDDEN), activation(), nn.Linear(HIDDEN, HIDDEN), activation(),
        nn.Linear(HIDDEN, outputs), *last,
    )  # fmt: skip


def deep(depth=20, activation=nn.Sigmoid):
    hidden = [layer for _ in range(depth) for layer in (nn.Linear(HIDDEN, HIDDEN), activation())]
    return nn.Sequential(*hidden, nn.Linear(HIDDEN, 10))


def cnn(*, momentum=0.1):
    return nn.Sequential(
        nn.Unflatten(1, (1, 8, 8)),
        nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16, momentum=momentum), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32, momentum=momentum), nn.ReLU(), nn.Dropout(0.3),
        nn.Flatten(), nn.Linear(512, 10),
    )  # fmt: skip


class RNN(nn.Module):
    """Reads a digit row by row."""

    def __init__(self, kind=nn.GRU, batch_first=True):
        super().__init__()
        self.rnn = kind(8, 32, batch_first=batch_first)
        self.head = nn.Linear(32, 10)

    def forward(self, x):  # x: (B, 64)
        return self.head(self.rnn(x.view(-1, 8, 8))[0][:, -1])


class Attention(nn.Module):
    """A transformer encoder over the eight rows of a digit."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Linear(8, 32)
        self.position = nn.Parameter(torch.zeros(8, 32))
        layer = nn.TransformerEncoderLayer(32, 4, 64, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.head = nn.Linear(32, 10)

    def forward(self, x):
        return self.head(self.encoder(self.embed(x.view(-1, 8, 8)) + self.position).mean(1))


class Around(nn.Module):
    """A module with a function of tensors before it and one after it: where bugs are planted."""

    def __init__(self, inner, before=lambda x: x, after=lambda out: out):
        super().__init__()
        self.inner, self.before, self.after = inner, before, after

    def forward(self, x):
        return self.after(self.inner(self.before(x)))
