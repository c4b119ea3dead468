"""The presets have as many parameters as their sources say; counted on the meta device, without memory."""

import pytest
import torch
from torch import nn

from dlcourse import models
from dlcourse.models import BERTPretraining, bert_base
from dlcourse.models.efficientnet import SIZES


def parameters(build):
    with torch.device("meta"):
        return sum(p.numel() for p in build().parameters())


# "torchvision" stands for num_params in the table of weights of docs.pytorch.org/vision/stable/models.html.
EXACT = {
    "LeNet-5: LeCun et al. 1998, section II-B": (models.LeNet5, 60_000),
    "AlexNet: torchvision": (models.alexnet, 61_100_840),
    "VGG-11: torchvision": (lambda: models.vgg(11), 132_863_336),
    "VGG-13: torchvision": (lambda: models.vgg(13), 133_047_848),
    "VGG-16: torchvision": (lambda: models.vgg(16), 138_357_544),
    "VGG-19: torchvision": (lambda: models.vgg(19), 143_667_240),
    "VGG-16 with batch norm: torchvision": (lambda: models.vgg(16, batch_norm=True), 138_365_992),
    "GoogLeNet without auxiliaries: torchvision": (models.googlenet, 6_624_904),
    "ResNet-18: torchvision": (lambda: models.resnet(18), 11_689_512),
    "ResNet-34: torchvision": (lambda: models.resnet(34), 21_797_672),
    "ResNet-50: torchvision": (lambda: models.resnet(50), 25_557_032),
    "ResNet-101: torchvision": (lambda: models.resnet(101), 44_549_160),
    "ResNet-152: torchvision": (lambda: models.resnet(152), 60_192_808),
    "EfficientNet-B0: torchvision": (lambda: models.efficientnet(0), 5_288_548),
    "EfficientNet-B1: torchvision": (lambda: models.efficientnet(1), 7_794_184),
    "EfficientNet-B2: torchvision": (lambda: models.efficientnet(2), 9_109_994),
    "EfficientNet-B3: torchvision": (lambda: models.efficientnet(3), 12_233_232),
    "EfficientNet-B4: torchvision": (lambda: models.efficientnet(4), 19_341_616),
    "EfficientNet-B5: torchvision": (lambda: models.efficientnet(5), 30_389_784),
    "EfficientNet-B6: torchvision": (lambda: models.efficientnet(6), 43_040_704),
    "EfficientNet-B7: torchvision": (lambda: models.efficientnet(7), 66_347_960),
    "ViT-B/16: torchvision": (models.vit_b16, 86_567_656),
}
# The number as its source prints it, and what one unit of its last digit is worth.
PRINTED = {
    "ResNet-20: He et al. 2016, table 6": (lambda: models.resnet_cifar(20), 0.27e6, 1e4),
    "ResNet-110: He et al. 2016, table 6": (lambda: models.resnet_cifar(110), 1.7e6, 1e5),
    "EfficientNet-B0: Tan & Le 2019, table 2": (models.efficientnet, 5.3e6, 1e5),
    "EfficientNet-B7: Tan & Le 2019, table 2": (lambda: models.efficientnet(7), 66e6, 1e6),
    "VGG-16: Simonyan & Zisserman 2015, table 2": (models.vgg, 138e6, 1e6),
    "ViT-Base: Dosovitskiy et al. 2021, table 1": (models.vit_b16, 86e6, 1e6),
    "GPT-2 small: DEVELOPERS.md of github.com/openai/gpt-2": (models.gpt2, 124e6, 1e6),
    "GPT-2 medium: DEVELOPERS.md of github.com/openai/gpt-2": (lambda: models.gpt2("medium"), 355e6, 1e6),
    "GPT-2 large: DEVELOPERS.md of github.com/openai/gpt-2": (lambda: models.gpt2("large"), 774e6, 1e6),
    "GPT-2 XL: DEVELOPERS.md of github.com/openai/gpt-2": (lambda: models.gpt2("xl"), 1558e6, 1e6),
    "BERT-base: Devlin et al. 2019, section 3": (lambda: BERTPretraining(bert_base()), 110e6, 1e6),
    "4 x 1000 LSTM: Sutskever et al. 2014, section 3.4": (models.sutskever2014, 384e6, 1e6),
    "DDPM for CIFAR-10: Ho et al. 2020, appendix B": (models.ddpm_cifar10, 35.7e6, 1e5),
}


@pytest.mark.parametrize("source", EXACT)
def test_a_preset_has_exactly_the_published_parameters(source):
    build, published = EXACT[source]
    assert parameters(build) == published


@pytest.mark.parametrize("source", PRINTED)
def test_a_preset_has_the_parameters_its_paper_prints(source):
    build, printed, unit = PRINTED[source]
    assert abs(parameters(build) - printed) <= unit


@pytest.mark.parametrize(("size", "printed"), [("base", 65e6), ("big", 213e6)])
def test_the_transformer_is_as_large_as_its_paper_says(size, printed):
    # Vaswani et al. 2017, table 3; the vocabulary is only given as "about 37000", so the match is not exact
    assert parameters(lambda: models.transformer(size)) == pytest.approx(printed, rel=0.03)


def test_an_lstm_language_model_is_as_large_as_the_one_of_zaremba():
    # "LSTM (large)": 66M in table 1 of Merity et al., arXiv:1708.02182; two layers of 1500 on 10,000 words
    build = lambda: models.RNNClassifier(10_000, 10_000, dim=1500, hidden=1500, layers=2)  # noqa: E731
    assert parameters(build) == pytest.approx(66e6, rel=0.01)


def test_gpt2_and_bert_have_the_parts_their_papers_describe():
    # by hand: embeddings, 12 layers of attention (4 matrices), feed-forward (2) and norms, and a pooler
    d, layer = 768, 12 * 768**2 + 13 * 768
    assert parameters(models.gpt2) == (50257 + 1024) * d + 12 * layer + 2 * d
    assert parameters(models.bert_base) == (30522 + 512 + 2) * d + 2 * d + 12 * layer + d * d + d


def test_the_autoencoders_have_the_layers_of_their_papers():
    def linear_shapes(build):
        with torch.device("meta"):
            return [(m.in_features, m.out_features) for m in build().modules() if isinstance(m, nn.Linear)]

    down = [(784, 1000), (1000, 500), (500, 250), (250, 30)]  # Hinton & Salakhutdinov 2006, figure 1
    assert linear_shapes(models.hinton2006) == down + [(b, a) for a, b in reversed(down)]
    assert linear_shapes(models.kingma2014) == [(784, 500), (500, 20), (500, 20), (20, 500), (500, 784)]


def test_the_unet_has_the_23_convolutions_of_its_paper():
    with torch.device("meta"):
        convs = [m for m in models.unet().modules() if isinstance(m, nn.Conv2d | nn.ConvTranspose2d)]
    assert len(convs) == 23  # Ronneberger et al. 2015, section 2
    assert max(m.out_channels for m in convs) == 1024  # figure 1


def test_the_dcgan_generator_has_the_maps_of_its_paper():
    with torch.device("meta"):
        generator, discriminator = models.dcgan()
        a, sides = torch.zeros(1, 100, 1, 1), []
        for layer in generator.layers:
            a = layer(a)
            sides.append(tuple(a.shape[1:]))
        logit = discriminator(a)
    maps = [(1024, 4, 4), (512, 8, 8), (256, 16, 16), (128, 32, 32), (3, 64, 64)]
    assert list(dict.fromkeys(sides)) == maps  # Radford et al. 2016, figure 1
    assert logit.shape == (1,)


@pytest.mark.parametrize(
    ("build", "side"),
    [(models.alexnet, 224), (models.vgg, 224), (models.googlenet, 224), (models.resnet, 224)]
    + [(models.vit_b16, 224), (lambda: models.resnet(50), 224)]
    + [(lambda b=b: models.efficientnet(b), SIZES[b][2]) for b in (0, 7)],
)
def test_an_imagenet_preset_turns_an_image_into_a_thousand_logits(build, side):
    with torch.device("meta"):
        assert build()(torch.zeros(2, 3, side, side)).shape == (2, 1000)
