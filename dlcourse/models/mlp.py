"""The perceptron (Rosenblatt 1958) and what came of stacking it: the multilayer perceptron."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn

from dlcourse.models.boundary import check_features


class Perceptron(nn.Module):
    """One neuron that answers -1 or +1, and learns from its mistakes alone.

    Rosenblatt, "The perceptron", Psychological Review 65 (1958).

    Examples
    --------
    >>> X, y = torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]]), torch.tensor([-1, -1, -1, 1])
    >>> neuron = Perceptron(2)
    >>> [neuron.learn(X, y) for _ in range(6)], neuron.predict(X).tolist()
    ([1, 3, 3, 2, 1, 0], [-1, -1, -1, 1])
    """

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.zeros(inputs))
        self.b = nn.Parameter(torch.zeros(()))

    def forward(self, X: Tensor) -> Tensor:
        """X (batch, inputs) to z (batch,), positive on the +1 side of the line."""
        check_features(X, len(self.w))
        return X @ self.w + self.b

    def predict(self, X: Tensor) -> Tensor:
        """X (batch, inputs) to labels (batch,), -1 or +1; a point on the line counts as -1."""
        return torch.where(self(X) > 0, 1, -1)

    @torch.no_grad()
    def learn(self, X: Tensor, y: Tensor) -> int:
        """One pass over the examples, y (batch,) of -1 and +1; the number of mistakes it corrected."""
        if not torch.isin(y, torch.tensor([-1, 1], device=y.device)).all():
            raise ValueError(f"labels must be -1 or +1, got {y.unique().tolist()}; for 0 and 1 use 2 * y - 1")
        mistakes = 0
        for x, label in zip(X, y, strict=True):
            if self.predict(x[None]) != label:
                self.w.add_(label * x)
                self.b.add_(label)
                mistakes += 1
        return mistakes


class MLP(nn.Module):
    """Linear layers with an activation between them, none after the last.

    Rumelhart, Hinton & Williams, "Learning representations by back-propagating errors", Nature 323 (1986).

    Examples
    --------
    >>> MLP(64, 10)(torch.zeros(32, 1, 8, 8)).shape  # images are flattened
    torch.Size([32, 10])
    """

    def __init__(self, inputs: int, outputs: int, *, hidden: Sequence[int] = (64,),
                 activation: Callable[[], nn.Module] = nn.ReLU, dropout: float = 0.0) -> None:  # fmt: skip
        super().__init__()
        self.inputs = inputs
        layers: list[nn.Module] = []
        for n, m in pairwise([inputs, *hidden]):
            layers += [nn.Linear(n, m), activation()] + ([nn.Dropout(dropout)] if dropout else [])
        self.layers = nn.Sequential(*layers, nn.Linear([inputs, *hidden][-1], outputs))

    def forward(self, X: Tensor) -> Tensor:
        """X (batch, ...) with `inputs` numbers an example, to logits (batch, outputs)."""
        X = X.flatten(1)
        check_features(X, self.inputs)
        return self.layers(X)
