"""Interactive figures: widgets in a notebook, and the same without a kernel on the site.

Public, a class for each figure, shown by a cell that ends in, say, `Neuron()`: `Neuron`, `Activations`,
`GradientDescent`, `Backprop`, `Playground`, `OptimizerRace`, `OverfittingLab`, `Convolution`, `DrawDigit`,
`GAN`, `Attention`, `Gates`, `LatentWalk`, `DiffusionToy`, `FirstLook`. How to add one is in README.md beside
this file.
"""

from dlcourse.figures.activations import Activations
from dlcourse.figures.attention import Attention
from dlcourse.figures.backprop import Backprop
from dlcourse.figures.convolution import Convolution
from dlcourse.figures.diffusion import DiffusionToy
from dlcourse.figures.draw_digit import DrawDigit
from dlcourse.figures.first_look import FirstLook
from dlcourse.figures.gan import GAN
from dlcourse.figures.gates import Gates
from dlcourse.figures.gradient_descent import GradientDescent
from dlcourse.figures.latent_walk import LatentWalk
from dlcourse.figures.neuron import Neuron
from dlcourse.figures.optimizer_race import OptimizerRace
from dlcourse.figures.overfitting import OverfittingLab
from dlcourse.figures.playground import Playground

__all__ = [
    "GAN",
    "Activations",
    "Attention",
    "Backprop",
    "Convolution",
    "DiffusionToy",
    "DrawDigit",
    "FirstLook",
    "Gates",
    "GradientDescent",
    "LatentWalk",
    "Neuron",
    "OptimizerRace",
    "OverfittingLab",
    "Playground",
]
