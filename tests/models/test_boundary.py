"""Input that does not fit is refused with the value given, what is accepted, and the fix."""

import pytest
import torch

from dlcourse import models

LINE = torch.ones(2, 5, dtype=torch.long)
WRONG_INPUT = {
    "flat images": (lambda: models.ResNet()(torch.zeros(4, 64)), r"1, height, width\), got \(4, 64\)"),
    "color for a grey net": (lambda: models.VGG()(torch.zeros(4, 3, 8, 8)), r"1, .*got \(4, 3, 8, 8\)"),
    "another size": (lambda: models.LeNet()(torch.zeros(4, 1, 28, 28)), r"1, 8, 8\), got \(4, 1, 28, 28\)"),
    "odd side": (lambda: models.UNet()(torch.zeros(1, 1, 18, 18)), "multiples of 4, .*pad or crop"),
    "too many features": (lambda: models.MLP(64, 10)(torch.zeros(2, 3)), r"\(batch, 64\), got \(2, 3\)"),
    "images for a VAE": (lambda: models.VAE()(torch.zeros(2, 8, 8)), r"did you forget X.flatten\(1\)"),
    "no last axis": (lambda: models.RNNForecaster()(torch.zeros(2, 9)), r"time, 1\).*X\[..., None\]"),
    "token too large": (lambda: models.GPT(8)(LINE * 8), r"in 0..7, got 8..8; build .* vocab of 9"),
    "negative token": (lambda: models.GPT(8)(-LINE), r"in 0..7, got -1..-1; ids start at 0"),
    "too long": (lambda: models.GPT(8, context=4)(LINE), "at most 4 tokens fit, got 5"),
    "no tokens": (lambda: models.GPT(8)(LINE[:, :0]), r"neither empty, got \(2, 0\)"),
    "one row": (lambda: models.RNNClassifier(8, 2)(LINE[0]), r"\(batch, time\).*got \(5,\)"),
    "all padding": (lambda: models.Seq2Seq(8, 8)(torch.tensor([[1], [0]]), LINE), "row 1 is all padding"),
    "padding inside": (lambda: models.Seq2Seq(8, 8)(torch.tensor([[1, 0, 1]]), LINE[:1]), "must come last"),
    "all padding for BERT": (lambda: models.BERT(8)(0 * LINE), "row 0 is all padding"),
    "a length of 0": (lambda: models.RNNClassifier(8, 2)(LINE, torch.tensor([3, 0])), r"1..5, got \[3, 0\]"),
    "negative temperature": (lambda: models.GPT(8).generate(LINE, 1, temperature=-1), "temperature >= 0"),
}
WRONG_MODEL = {
    "vgg": (lambda: models.vgg(12), r"one of \[11, 13, 16, 19\], got 12"),
    "resnet": (lambda: models.resnet(20), r"one of \[18, 34, 50, 101, 152\], got 20"),
    "resnet_cifar": (lambda: models.resnet_cifar(18), r"6n \+ 2 .*got 18"),
    "efficientnet": (lambda: models.efficientnet(8), "0..7, got 8"),
    "gpt2": (lambda: models.gpt2("tiny"), "'small'.*got 'tiny'"),
    "transformer": (lambda: models.transformer("small"), "'base'.*got 'small'"),
    "heads": (lambda: models.GPT(8, dim=30), "dim 30 and 4 heads"),
    "cell": (lambda: models.RNNClassifier(8, 2, cell="LSTM"), "one of .*'lstm'.* got 'LSTM'"),
    "patch": (lambda: models.ViT(size=9), "size 9 and patch 2"),
    "dcgan": (lambda: models.DCGANGenerator(size=28), "power of two, 8 or more, got 28; pad the images"),
    "odd state": (lambda: models.Seq2Seq(8, 8, hidden=33), "must be even .*got 33"),
    "shared": (lambda: models.Transformer(8, 9, shared=True), "equal vocabularies, got 8 and 9"),
    "odd dim": (lambda: models.Transformer(8, 8, dim=31), "even.*got 31"),
    "diffusion": (lambda: models.Diffusion(10), "21 or more.*got 10"),
}


@pytest.mark.parametrize("name", WRONG_INPUT)
def test_a_wrong_input_is_named(name):
    act, message = WRONG_INPUT[name]
    with pytest.raises(ValueError, match=message):
        act()


@pytest.mark.parametrize("name", WRONG_MODEL)
def test_a_wrong_size_is_named(name):
    act, message = WRONG_MODEL[name]
    with pytest.raises(ValueError, match=message):
        act()


def test_tokens_that_are_not_integers_are_named():
    with pytest.raises(TypeError, match=r"integers \(int64\), got torch.float32; use tokens.long\(\)"):
        models.GPT(8)(LINE.float())


def test_the_checks_stay_out_of_the_way_of_the_meta_device():
    with torch.device("meta"):
        assert models.GPT(8)(torch.ones(2, 5, dtype=torch.long)).shape == (2, 5, 8)
