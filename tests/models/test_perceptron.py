"""The perceptron's rule: mistakes alone teach it, and it stops where a line exists."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.models import MLP, Perceptron

CORNERS = torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]])


@settings(deadline=None)
@given(st.integers(0, 1000))
def test_it_stops_making_mistakes_where_a_line_separates(seed):
    g = torch.Generator().manual_seed(seed)
    X, line = torch.rand(30, 2, generator=g) * 2 - 1, torch.randn(2, generator=g)
    X = X[(X @ line).abs() > 0.1 * line.norm()]  # the margin bounds the number of mistakes (Novikoff 1962)
    neuron, mistakes = Perceptron(2), 0
    y = torch.where(X @ line > 0, 1, -1)
    while found := neuron.learn(X, y):
        mistakes += found
        assert mistakes <= (2 + 1) * (1 + 1) / 0.1**2  # (R / margin)², the bias counted as an input of 1
    assert torch.equal(neuron.predict(X), y)


def test_it_never_stops_on_xor():
    neuron = Perceptron(2)
    assert all(neuron.learn(CORNERS, torch.tensor([-1, 1, 1, -1])) for _ in range(50))


def test_one_mistake_moves_the_line_by_the_example():
    neuron = Perceptron(2)
    assert neuron.learn(torch.tensor([[2.0, -3.0]]), torch.tensor([1])) == 1
    assert neuron.w.tolist() == [2, -3] and neuron.b.item() == 1
    assert neuron.learn(torch.tensor([[2.0, -3.0]]), torch.tensor([1])) == 0


def test_labels_of_0_and_1_are_refused():
    with pytest.raises(ValueError, match=r"must be -1 or \+1, got \[0, 1\]; for 0 and 1 use 2 \* y - 1"):
        Perceptron(2).learn(CORNERS, torch.tensor([0, 1, 1, 0]))


def test_an_mlp_is_its_layers_one_after_the_other():
    net, X = MLP(3, 2, hidden=(4,), activation=torch.nn.Tanh), torch.randn(5, 3)
    first, last = net.layers[0], net.layers[2]
    expected = torch.tanh(X @ first.weight.T + first.bias) @ last.weight.T + last.bias
    torch.testing.assert_close(net(X), expected)


def test_an_mlp_without_hidden_layers_is_one_linear_layer():
    assert [tuple(p.shape) for p in MLP(3, 2, hidden=()).parameters()] == [(2, 3), (2,)]
