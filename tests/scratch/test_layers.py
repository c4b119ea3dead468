"""Layers and SGD: equal to `torch.nn` and `torch.optim` step by step, and drawn by the same law."""

import numpy as np
import pytest
import torch
from hypothesis import given

from dlcourse.scratch import SGD, Linear, Sequential, Tensor, cross_entropy, gradcheck, mlp, relu, tanh
from tests.scratch.oracle import agree, arrays


def generator(seed=0):
    return np.random.default_rng(seed)


@given(arrays((2, 4, 3)), arrays((3, 5)), arrays(5))
def test_linear_equals_torch_in_the_gradients_of_input_weights_and_bias(X, W, b):
    def ours(X, W, b):
        layer = Linear(3, 5, generator=generator())
        layer.W, layer.b = W, b
        return layer(X)

    agree(ours, lambda X, W, b: torch.nn.functional.linear(X, W.T, b), X, W, b)


def test_linear_worked_out_by_hand():
    layer = Linear(2, 1, generator=generator())
    layer.W.data, layer.b.data = np.array([[2.0], [-1.0]]), np.array([0.5])
    assert layer([[3.0, 4.0], [0.0, 1.0]]).data.tolist() == [[2.5], [-0.5]]


def test_linear_has_the_slope_that_small_steps_measure():
    layer = Linear(3, 2, generator=generator())
    gradcheck(lambda X, W, b: ((X @ W + b) ** 2).sum(), np.ones((4, 3)), layer.W.data, layer.b.data)


@pytest.mark.parametrize("which", ["weights", "biases"])
def test_linear_draws_from_the_law_of_torch(which):
    """Both are uniform on (-k, k): the same extremes, and every tenth of the interval equally full."""
    torch.manual_seed(0)
    ours, theirs = Linear(100, 2000, generator=generator()), torch.nn.Linear(100, 2000)
    a, b = (ours.W.data, theirs.weight) if which == "weights" else (ours.b.data, theirs.bias)
    a, b = np.sort(a.ravel()), np.sort(b.detach().numpy().ravel())
    k = 1 / np.sqrt(100)
    for drawn in (a, b):
        assert drawn[0] >= -k and drawn[-1] <= k
        tenths = np.histogram(drawn, bins=10, range=(-k, k))[0] / drawn.size
        assert np.abs(tenths - 0.1).max() < 4 * np.sqrt(0.1 * 0.9 / drawn.size)


def test_the_generator_decides_the_weights():
    a, b, c = (mlp([3, 4, 2], generator=generator(seed)).parameters() for seed in (0, 0, 1))
    assert all(np.array_equal(p.data, q.data) for p, q in zip(a, b, strict=True))
    assert not any(np.array_equal(p.data, q.data) for p, q in zip(a, c, strict=True))


def test_a_float32_net_stays_float32():
    net = mlp([3, 4, 2], generator=generator(), dtype=np.float32)
    loss = cross_entropy(net(np.ones((5, 3), np.float32)), np.zeros(5, int))
    loss.backward()
    assert loss.dtype == np.float32 and {p.grad.dtype for p in net.parameters()} == {np.dtype(np.float32)}


def test_mlp_puts_an_activation_between_layers_and_none_after_the_last():
    net = mlp([64, 32, 16, 10], tanh, generator=generator())
    assert [type(layer).__name__ for layer in net.layers] == ["Linear", "function"] * 2 + ["Linear"]
    assert [p.shape for p in net.parameters()] == [(64, 32), (32,), (32, 16), (16,), (16, 10), (10,)]


def test_a_layer_used_twice_has_its_parameters_once():
    shared = Linear(3, 3, generator=generator())
    net = Sequential(shared, relu, Sequential(shared, Linear(3, 1, generator=generator())))
    torch_shared = torch.nn.Linear(3, 3)
    theirs = torch.nn.Sequential(torch_shared, torch.nn.ReLU(), torch_shared, torch.nn.Linear(3, 1))
    assert len(net.parameters()) == len(list(theirs.parameters())) == 4


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_fifty_steps_of_sgd_equal_torch_in_every_loss_and_weight(activation):
    rng = generator(3)
    X, y = rng.standard_normal((50, 16, 6)), rng.integers(0, 4, (50, 16))
    ours = mlp([6, 8, 4], {"relu": relu, "tanh": tanh}[activation], generator=rng)
    hidden = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh}[activation]
    theirs = torch.nn.Sequential(torch.nn.Linear(6, 8), hidden(), torch.nn.Linear(8, 4)).double()
    with torch.no_grad():
        for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
            q.copy_(torch.tensor(p.data.T))
    ours_sgd, theirs_sgd = SGD(ours.parameters(), lr=0.3), torch.optim.SGD(theirs.parameters(), lr=0.3)
    for X_batch, y_batch in zip(X, y, strict=True):
        ours_loss = cross_entropy(ours(X_batch), y_batch)
        theirs_loss = torch.nn.functional.cross_entropy(theirs(torch.tensor(X_batch)), torch.tensor(y_batch))
        assert ours_loss.item() == pytest.approx(theirs_loss.item(), abs=1e-12)
        for optimizer, loss in ((ours_sgd, ours_loss), (theirs_sgd, theirs_loss)):
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
        np.testing.assert_allclose(p.data, q.detach().numpy().T, atol=1e-12)


def test_a_step_leaves_parameters_without_gradient_and_old_arrays_alone():
    used, unused = Tensor([1.0], requires_grad=True), Tensor([1.0], requires_grad=True)
    before = used.data
    (used * 2).sum().backward()
    SGD([used, unused], lr=0.5).step()
    assert (used.data, unused.data, before) == (0, 1, 1)


def test_a_number_stays_an_array_after_a_step():
    w = Tensor(np.float32(1), requires_grad=True)
    (w * w).backward()
    SGD([w], lr=0.25).step()
    assert isinstance(w.data, np.ndarray) and w.dtype == np.float32 and w.item() == 0.5


@pytest.mark.parametrize(("inputs", "outputs"), [(0, 3), (3, 0), (-1, 2)])
def test_a_layer_without_inputs_or_outputs_is_refused(inputs, outputs):
    with pytest.raises(ValueError, match=f"at least 1 input and 1 output, got {inputs} and {outputs}"):
        Linear(inputs, outputs, generator=generator())


def test_input_with_the_wrong_number_of_features_is_named():
    with pytest.raises(ValueError, match=r"cannot multiply \(5, 7\) @ \(3, 2\)"):
        Linear(3, 2, generator=generator())(np.ones((5, 7)))


def test_an_mlp_of_one_size_is_refused():
    with pytest.raises(ValueError, match=r"inputs and the outputs at least, got \[64\]"):
        mlp([64], generator=generator())


@pytest.mark.parametrize(
    ("parameters", "lr", "message"),
    [
        ([], 0.1, "SGD got no parameters"),
        ([Tensor(1.0)], 0.1, "parameter 0 cannot learn"),
        ([Tensor(1.0, requires_grad=True) * 2], 0.1, "parameter 0 cannot learn"),
        ([Tensor(1.0, requires_grad=True)], 0.0, "must be above 0, got 0.0"),
        ([Tensor(1.0, requires_grad=True)], float("nan"), "must be above 0, got nan"),
    ],
)
def test_sgd_refuses_what_cannot_learn(parameters, lr, message):
    with pytest.raises(ValueError, match=message):
        SGD(parameters, lr)
