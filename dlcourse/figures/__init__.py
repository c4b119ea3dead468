"""Interactive figures: widgets in a notebook, and the same without a kernel on the site.

Public: `Neuron`, `Activations`, `Backprop`; each is shown by a cell that ends in, say, `Neuron()`. How to add
one is in README.md beside this file.
"""

from dlcourse.figures.activations import Activations
from dlcourse.figures.backprop import Backprop
from dlcourse.figures.neuron import Neuron

__all__ = ["Activations", "Backprop", "Neuron"]
