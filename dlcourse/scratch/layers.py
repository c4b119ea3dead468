"""Layers: functions with parameters of their own, and a chain of them."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dlcourse.scratch.functions import relu
from dlcourse.scratch.tensor import Operand, Tensor, as_tensor


class Linear:
    """z = X @ W + b: each output is a weighted sum of all inputs, plus a bias.

    Weights and biases are drawn from U(-k, k) with k = 1 / sqrt(inputs), the law of `torch.nn.Linear`.

    Parameters
    ----------
    inputs, outputs : int, at least 1
    generator : numpy.random.Generator
        Draws the weights first, then the biases.
    dtype : float64 or float32

    Attributes
    ----------
    W : Tensor, shape (inputs, outputs); PyTorch stores the transpose
    b : Tensor, shape (outputs,)

    Examples
    --------
    >>> layer = Linear(64, 10, generator=np.random.default_rng(0))
    >>> layer(np.ones((32, 64))).shape
    (32, 10)
    """

    def __init__(
        self, inputs: int, outputs: int, *, generator: np.random.Generator, dtype: npt.DTypeLike = np.float64
    ) -> None:
        if inputs < 1 or outputs < 1:
            raise ValueError(f"a layer needs at least 1 input and 1 output, got {inputs} and {outputs}")
        k = 1 / np.sqrt(inputs)
        self.W = Tensor(generator.uniform(-k, k, (inputs, outputs)).astype(dtype), requires_grad=True)
        self.b = Tensor(generator.uniform(-k, k, outputs).astype(dtype), requires_grad=True)

    def __call__(self, X: Operand) -> Tensor:
        """X of shape (..., inputs) to z of shape (..., outputs)."""
        return X @ self.W + self.b

    def parameters(self) -> list[Tensor]:
        return [self.W, self.b]


class Sequential:
    """Layers one after the other; a layer is any function from tensor to tensor.

    Examples
    --------
    >>> draw = np.random.default_rng(0)
    >>> net = Sequential(Linear(2, 3, generator=draw), relu, Linear(3, 1, generator=draw))
    >>> net(np.ones((5, 2))).shape, len(net.parameters())
    ((5, 1), 4)
    """

    def __init__(self, *layers: Callable[[Tensor], Tensor]) -> None:
        self.layers = layers

    def __call__(self, X: Operand) -> Tensor:
        a = as_tensor(X)
        for layer in self.layers:
            a = layer(a)
        return a

    def parameters(self) -> list[Tensor]:
        """Those of every layer that has some, in order; a layer used twice counts once."""
        found = [p for layer in self.layers if hasattr(layer, "parameters") for p in layer.parameters()]
        return list(dict.fromkeys(found))


def mlp(
    sizes: Sequence[int],
    activation: Callable[[Tensor], Tensor] = relu,
    *,
    generator: np.random.Generator,
    dtype: npt.DTypeLike = np.float64,
) -> Sequential:
    """A multilayer perceptron: `Linear` layers with an activation between them, none after the last.

    Parameters
    ----------
    sizes : sequence of int
        Features that go in, the width of each hidden layer, outputs.

    Examples
    --------
    >>> net = mlp([64, 32, 10], generator=np.random.default_rng(0))
    >>> sum(p.data.size for p in net.parameters())
    2410
    """
    if len(sizes) < 2:
        raise ValueError(f"sizes must name the inputs and the outputs at least, got {list(sizes)}")
    layers: list[Callable[[Tensor], Tensor]] = []
    for inputs, outputs in pairwise(sizes):
        layers += [activation, Linear(inputs, outputs, generator=generator, dtype=dtype)]
    return Sequential(*layers[1:])
