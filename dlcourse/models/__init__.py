"""The named architectures in PyTorch, one file a family: small as they come, the paper's size as a preset.

Dense: `Perceptron`, `MLP`.
Images: `LeNet`, `LeNet5`, `AlexNet`, `alexnet`, `VGG`, `vgg`, `Inception`, `GoogLeNet`, `googlenet`,
`ResNet`, `resnet`, `resnet_cifar`, `MBConv`, `EfficientNet`, `efficientnet`, `compound_scale`, `ViT`,
`vit_b16`, `UNet`, `unet`.
Sequences: `RNNClassifier`, `RNNForecaster`, `Seq2Seq`, `sutskever2014`, `attention`, `causal_mask`,
`MultiHeadAttention`, `Transformer`, `transformer`, `GPT`, `gpt2`, `BERT`, `BERTPretraining`, `hide_tokens`,
`bert_base`.
Generative: `Autoencoder`, `hinton2006`, `VAE`, `vae_loss`, `kingma2014`, `Generator`, `Discriminator`,
`DCGANGenerator`, `DCGANDiscriminator`, `dcgan`, `Diffusion`, `NoisePredictor`, `ddpm_cifar10`.
Trained: `pretrained` weights of `letter_net` from this package, `pretrained_names`, `pretrained_card`.
"""

from dlcourse.models.alexnet import AlexNet, alexnet
from dlcourse.models.autoencoder import Autoencoder, hinton2006
from dlcourse.models.bert import BERT, BERTPretraining, bert_base, hide_tokens
from dlcourse.models.ddpm import Diffusion, NoisePredictor, ddpm_cifar10
from dlcourse.models.efficientnet import EfficientNet, MBConv, compound_scale, efficientnet
from dlcourse.models.gan import DCGANDiscriminator, DCGANGenerator, Discriminator, Generator, dcgan
from dlcourse.models.gpt import GPT, gpt2
from dlcourse.models.inception import GoogLeNet, Inception, googlenet
from dlcourse.models.lenet import LeNet, LeNet5
from dlcourse.models.mlp import MLP, Perceptron
from dlcourse.models.resnet import ResNet, resnet, resnet_cifar
from dlcourse.models.rnn import RNNClassifier, RNNForecaster
from dlcourse.models.seq2seq import Seq2Seq, sutskever2014
from dlcourse.models.trained import letter_net, pretrained, pretrained_card, pretrained_names
from dlcourse.models.transformer import MultiHeadAttention, Transformer, attention, causal_mask, transformer
from dlcourse.models.unet import UNet, unet
from dlcourse.models.vae import VAE, kingma2014, vae_loss
from dlcourse.models.vgg import VGG, vgg
from dlcourse.models.vit import ViT, vit_b16

__all__ = [
    "BERT", "GPT", "MLP", "VAE", "VGG", "AlexNet", "Autoencoder", "BERTPretraining",
    "DCGANDiscriminator", "DCGANGenerator", "Diffusion", "Discriminator", "EfficientNet", "Generator",
    "GoogLeNet", "Inception", "LeNet", "LeNet5", "MBConv", "MultiHeadAttention", "NoisePredictor",
    "Perceptron", "RNNClassifier", "RNNForecaster", "ResNet", "Seq2Seq", "Transformer", "UNet", "ViT",
    "alexnet", "attention", "bert_base", "causal_mask", "compound_scale", "dcgan", "ddpm_cifar10",
    "efficientnet", "googlenet", "gpt2", "hide_tokens", "hinton2006", "kingma2014",
    "letter_net", "pretrained", "pretrained_card", "pretrained_names", "resnet", "resnet_cifar",
    "sutskever2014", "transformer", "unet", "vae_loss", "vgg", "vit_b16",
]  # fmt: skip
