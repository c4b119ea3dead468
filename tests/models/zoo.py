"""One small batch and one loss for every architecture, for the tests that hold them all to the same."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dlcourse import models


@dataclass
class Case:
    """How to build a model, the arguments of its forward, the shape it answers with, and its loss."""

    build: Callable[[], nn.Module]
    inputs: tuple[Tensor, ...]
    shape: tuple[int, ...]
    loss: Callable[[Tensor], Tensor]


def draw(*shape):
    return torch.rand(*shape, generator=torch.Generator().manual_seed(0))


def words(vocab, *shape, seed=0):
    return torch.randint(1, vocab, shape, generator=torch.Generator().manual_seed(seed))


def images(build, size=8, channels=1):
    y = torch.arange(10)
    return Case(build, (draw(10, channels, size, size),), (10, 10), lambda z: F.cross_entropy(z, y))


def lines(build, *inputs):
    return Case(build, (LINE, *inputs), (4, 4), lambda z: F.cross_entropy(z, torch.arange(4)))


def tokens(build, inputs, target):
    shape = (*target.shape, 12)
    return Case(build, inputs, shape, lambda z: F.cross_entropy(z.flatten(0, -2), target.flatten()))


def translations(build):
    return tokens(build, (SENTENCE, SHORT), SHORT)


def regression(build, inputs, target):
    return Case(build, inputs, tuple(target.shape), lambda z: F.mse_loss(z, target))


def real_or_not(build, inputs):
    y = torch.tensor([1.0, 0.0] * 4)
    return Case(build, inputs, (8,), lambda z: F.binary_cross_entropy_with_logits(z, y))


class First(nn.Module):
    """The first output of a model that gives several."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, *inputs: Tensor) -> Tensor:
        return self.model(*inputs)[0]


class Joined(First):
    """All outputs of a model side by side, so that one loss reaches every head."""

    def forward(self, *inputs: Tensor) -> Tensor:
        return torch.cat([out.flatten(1) for out in self.model(*inputs)], 1)


class Mirror(nn.Module):
    """The VAE as a map from X to its reconstruction, its loss minus the KL term."""

    def __init__(self) -> None:
        super().__init__()
        self.vae = models.VAE(64, 8)

    def forward(self, X: Tensor) -> Tensor:
        logits, mean, logvar = self.vae(X)
        return torch.sigmoid(logits) + 0 * (mean.sum() + logvar.sum())


LINE, SHORT, SENTENCE = words(12, 4, 6), words(12, 4, 5, seed=1), words(20, 4, 7, seed=2)
SENTENCE[2:, 5:] = 0  # two sentences end early
HALVES = (torch.arange(6) > 2).long().expand(4, 6)
STEPS = torch.tensor([0, 10, 50, 99])

CASES = {
    "Perceptron": real_or_not(lambda: models.Perceptron(16), (16 * draw(8, 16) - 8,)),
    "MLP": images(lambda: models.MLP(64, 10)),
    "LeNet": images(models.LeNet),
    "LeNet5": images(models.LeNet5, size=32),
    "AlexNet": images(lambda: models.AlexNet(dropout=0)),
    "VGG": images(lambda: models.VGG(dropout=0)),
    "VGG with batch norm": images(lambda: models.VGG(3, 10, dropout=0, batch_norm=True), channels=3),
    "GoogLeNet": images(lambda: models.GoogLeNet(dropout=0)),
    "ResNet": images(models.ResNet),
    "ResNet without skips": images(lambda: models.ResNet(skip=False)),
    "EfficientNet": images(lambda: models.EfficientNet(dropout=0)),
    "ViT": images(models.ViT),
    "UNet": regression(models.UNet, (draw(4, 1, 16, 16),), draw(4, 1, 16, 16).round()),
    "RNN": lines(lambda: models.RNNClassifier(12, 4, cell="rnn")),
    "LSTM both ways": lines(lambda: models.RNNClassifier(12, 4, layers=2, bidirectional=True)),
    "GRU": lines(lambda: models.RNNClassifier(12, 4, cell="gru"), torch.tensor([6, 2, 1, 4])),
    "RNNForecaster": regression(lambda: models.RNNForecaster(2, 3), (draw(6, 9, 2),), draw(6, 3, 2)),
    "Seq2Seq": translations(lambda: models.Seq2Seq(20, 12)),
    "Seq2Seq without attention": translations(lambda: models.Seq2Seq(20, 12, attention=False)),
    "Transformer": translations(lambda: models.Transformer(20, 12, dropout=0)),
    "GPT": tokens(lambda: models.GPT(12), (LINE,), LINE.roll(1, 1)),
    "BERT": tokens(lambda: First(models.BERTPretraining(models.BERT(12))), (LINE, HALVES), LINE.flip(1)),
    "Autoencoder": regression(models.Autoencoder, (draw(4, 64).round(),), draw(4, 64).round()),
    "VAE": regression(Mirror, (draw(4, 64).round(),), draw(4, 64).round()),
    "Generator": regression(models.Generator, (draw(8, 8),), draw(8, 2)),
    "Discriminator": real_or_not(models.Discriminator, (draw(8, 2),)),
    "DCGANGenerator": regression(models.DCGANGenerator, (draw(8, 16),), 1.8 * draw(8, 1, 8, 8).round() - 0.9),
    "DCGANDiscriminator": real_or_not(lambda: models.DCGANDiscriminator(size=16), (draw(8, 1, 16, 16),)),
    "NoisePredictor": regression(models.NoisePredictor, (draw(4, 1, 8, 8), STEPS), draw(4, 1, 8, 8) - 0.5),
}
