"""`diagnose` leaves the model, the data and the random state as they were, also when something raises."""

import random

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from dlcourse.check import diagnose
from tests.check.networks import Around, batch, cnn, mlp

X, Y = batch(64)


def restless():
    """A model that changes everything it can reach in each forward pass."""

    class Restless(nn.Module):
        def __init__(self):
            super().__init__()
            self.net = cnn()
            self.calls, self.log, self.last = 0, [], None
            self.register_buffer("count", torch.zeros(1))
            self.register_buffer("hidden", torch.zeros(2), persistent=False)

        def forward(self, x):
            self.calls += 1
            self.log.append(self.calls)
            self.count += 1
            self.hidden = self.hidden + torch.rand(2)
            random.random()
            np.random.rand()  # noqa: NPY002
            self.net[1].register_forward_hook(lambda *_: None)
            self.last = self.net(x)
            return self.last

    model = Restless()
    model.eval()
    model.net[2].train()
    model(X).sum().backward()
    model.net[1].weight.grad = None
    return model


def state(model):
    tensors = {n: (id(t), t.detach().clone(), t.requires_grad, t.grad if t.is_leaf else None)
               for n, t in [*model.named_parameters(), *model.named_buffers()]}  # fmt: skip
    modes = [m.training for m in model.modules()]
    hooks = [len(m._forward_hooks) + len(m._forward_pre_hooks) for m in model.modules()]
    rng = torch.get_rng_state().clone(), random.getstate(), np.random.get_state()[1].copy()  # noqa: NPY002
    extra = getattr(model, "calls", 0), list(getattr(model, "log", [])), id(getattr(model, "last", None))
    return tensors, modes, hooks, rng, extra


def assert_same(before, after):
    for name, (identity, value, needs, grad) in before[0].items():
        now = after[0][name]
        assert now[0] == identity, name
        assert torch.equal(now[1], value), name
        assert now[2] == needs
        assert now[3] is grad, name
    assert before[1:3] == after[1:3]
    assert torch.equal(before[3][0], after[3][0])
    assert before[3][1] == after[3][1]
    assert np.array_equal(before[3][2], after[3][2])
    assert before[4] == after[4]


@pytest.mark.parametrize("make", [mlp, cnn, restless])
def test_a_model_is_left_exactly_as_it_was(make):
    torch.manual_seed(0)
    model = make()
    before = state(model)
    grads = {n: None if p.grad is None else p.grad.clone() for n, p in model.named_parameters()}
    diagnose(model, F.cross_entropy, (X, Y))
    assert_same(before, state(model))
    for n, p in model.named_parameters():
        assert p.grad is None if grads[n] is None else torch.equal(p.grad, grads[n])


@pytest.mark.parametrize("calls", [1, 2, 3, 10, 40, 100])
def test_a_model_is_left_as_it_was_when_it_raises(calls):
    torch.manual_seed(0)
    model = restless()
    count = 0

    def loss(out, y):
        nonlocal count
        count += 1
        if count == calls:
            raise RuntimeError("planted")
        return F.cross_entropy(out, y)

    before = state(model)
    with pytest.raises(RuntimeError, match="planted"):
        diagnose(model, loss, (X, Y))
    assert_same(before, state(model))


def test_a_batch_that_the_model_writes_into_is_put_back():
    data = X.clone()
    model = Around(mlp(), lambda x: x.detach().add_(1))
    diagnose(model, F.cross_entropy, (data, Y))
    assert torch.equal(data, X)


def test_it_works_where_gradients_are_off_and_leaves_them_off():
    with torch.no_grad():
        got = diagnose(mlp(), F.cross_entropy, (X, Y))
        assert not torch.is_grad_enabled()
    assert got["gradients"].verdict == "ok"


def test_frozen_layers_stay_frozen_and_are_no_bug():
    torch.manual_seed(0)
    model = mlp()
    model[0].requires_grad_(False)
    got = diagnose(model, F.cross_entropy, (X, Y))
    assert got.healthy, f"\n{got}"
    assert not model[0].weight.requires_grad
    assert "0.weight" not in got["gradients"].layers


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        ((X.numpy(), Y), TypeError, "X must be a tensor, got ndarray; use torch.as_tensor"),
        ((X, Y.tolist()), TypeError, "y must be a tensor, got list"),
        ((X, Y[:-1]), ValueError, "as many X as y and at least 8, got 64 and 63"),
        ((X[:4], Y[:4]), ValueError, "at least 8, got 4 and 4"),
        ((X, Y + 1), ValueError, "labels must be 0 to 9.*got 1 to 10: renumber them or widen the last layer"),
        ((X, Y - 1), ValueError, "labels must be 0 to 9.*got -1 to 8"),
    ],
)
def test_a_batch_that_does_not_fit_is_refused(data, error, words):
    with pytest.raises(error, match=words):
        diagnose(mlp(), F.cross_entropy, data)


def test_a_loss_that_is_no_scalar_tensor_is_refused():
    for loss in (lambda out, y: F.cross_entropy(out, y, reduction="none"), lambda out, y: 3.0):
        with pytest.raises(ValueError, match="the loss must return one number as a tensor, got"):
            diagnose(mlp(), loss, (X, Y))


def test_a_model_without_anything_to_train_is_refused():
    with pytest.raises(ValueError, match="requires_grad=True: nothing here can learn"):
        diagnose(mlp().requires_grad_(False), F.cross_entropy, (X, Y))


def test_a_model_that_returns_several_things_is_refused():
    with pytest.raises(TypeError, match="the model must return one tensor, got tuple: wrap it"):
        diagnose(Around(mlp(), after=lambda out: (out, out)), F.cross_entropy, (X, Y))


def test_an_error_of_the_model_comes_through_and_leaves_the_mode():
    model = Around(mlp(), lambda x: x[:, :3])
    model.eval()
    with pytest.raises(RuntimeError, match="cannot be multiplied"):
        diagnose(model, F.cross_entropy, (X, Y))
    assert not any(module.training for module in model.modules())
