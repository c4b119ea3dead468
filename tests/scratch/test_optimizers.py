"""Optimizers, schedules and clipping: equal to torch.optim in every step."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.scratch import (
    SGD,
    AdaGrad,
    Adam,
    AdamW,
    Momentum,
    RMSprop,
    Tensor,
    clip_gradients,
    cosine,
    cross_entropy,
    mlp,
    step_decay,
    warm_up,
)

PAIRS = {
    "SGD": (lambda p: SGD(p, 0.3), lambda p: torch.optim.SGD(p, lr=0.3)),
    "momentum": (
        lambda p: Momentum(p, 0.1, momentum=0.8),
        lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.8),
    ),
    "nesterov": (
        lambda p: Momentum(p, 0.1, nesterov=True),
        lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
    ),
    "AdaGrad": (lambda p: AdaGrad(p, 0.05), lambda p: torch.optim.Adagrad(p, lr=0.05)),
    "RMSprop": (
        lambda p: RMSprop(p, 0.01, alpha=0.9, eps=1e-6),
        lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-6),
    ),
    "Adam": (
        lambda p: Adam(p, 0.02, betas=(0.8, 0.95), eps=1e-6),
        lambda p: torch.optim.Adam(p, lr=0.02, betas=(0.8, 0.95), eps=1e-6),
    ),
    "AdamW": (
        lambda p: AdamW(p, 0.02, weight_decay=0.3),
        lambda p: torch.optim.AdamW(p, lr=0.02, weight_decay=0.3),
    ),
}
DEFAULTS = {
    "AdaGrad": (AdaGrad, torch.optim.Adagrad),
    "RMSprop": (RMSprop, torch.optim.RMSprop),
    "Adam": (Adam, torch.optim.Adam),
    "AdamW": (AdamW, torch.optim.AdamW),
}


@pytest.mark.parametrize("name", PAIRS)
def test_fifty_steps_of_a_net_equal_torch_in_every_weight(name):
    draw = np.random.default_rng(0)
    X, y = draw.standard_normal((50, 16, 6)), draw.integers(0, 4, (50, 16))
    ours = mlp([6, 8, 4], generator=draw)
    theirs = torch.nn.Sequential(torch.nn.Linear(6, 8), torch.nn.ReLU(), torch.nn.Linear(8, 4)).double()
    with torch.no_grad():
        for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
            q.copy_(torch.tensor(p.data.T))
    mine, other = PAIRS[name][0](ours.parameters()), PAIRS[name][1](theirs.parameters())
    for X_batch, y_batch in zip(X, y, strict=True):
        loss = torch.nn.functional.cross_entropy(theirs(torch.tensor(X_batch)), torch.tensor(y_batch))
        for optimizer, value in ((mine, cross_entropy(ours(X_batch), y_batch)), (other, loss)):
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
        for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
            np.testing.assert_allclose(p.data, q.detach().numpy().T, rtol=0, atol=1e-10)


@pytest.mark.parametrize("name", DEFAULTS)
def test_the_defaults_are_those_of_torch(name):
    ours, theirs = DEFAULTS[name]
    w, t = Tensor([1.0, -2.0], requires_grad=True), torch.tensor([1.0, -2.0], dtype=torch.float64)
    t.requires_grad_()
    mine, other = ours([w]), theirs([t])
    for gradient in np.random.default_rng(0).normal(size=(10, 2)):
        w.grad, t.grad = gradient, torch.tensor(gradient)
        mine.step()
        other.step()
    np.testing.assert_allclose(w.data, t.detach(), rtol=1e-12)


@pytest.mark.parametrize("name", PAIRS)
def test_a_parameter_without_gradient_is_left_alone_and_has_no_memory_of_it(name):
    used, late = Tensor([1.0], requires_grad=True), Tensor([1.0], requires_grad=True)
    t_used, t_late = (torch.ones(1, dtype=torch.float64, requires_grad=True) for _ in range(2))
    mine, other = PAIRS[name][0]([used, late]), PAIRS[name][1]([t_used, t_late])
    for step in range(4):
        used.grad, t_used.grad = np.array([2.0]), torch.tensor([2.0], dtype=torch.float64)
        if step >= 2:
            late.grad, t_late.grad = np.array([3.0]), torch.tensor([3.0], dtype=torch.float64)
        mine.step()
        other.step()
        assert step >= 2 or late.data == 1
    assert late.item() == pytest.approx(t_late.item(), abs=1e-12)


@pytest.mark.parametrize("name", PAIRS)
def test_float32_stays_float32_and_old_arrays_stay_as_they_were(name):
    w = Tensor(np.ones(3, np.float32), requires_grad=True)
    optimizer, before = PAIRS[name][0]([w]), w.data
    for _ in range(2):
        w.grad = np.full(3, 0.5, np.float32)
        optimizer.step()
    assert w.dtype == np.float32 and np.array_equal(before, np.ones(3))


@given(st.floats(-1e3, 1e3).filter(lambda g: abs(g) > 1e-3))
def test_the_first_step_of_adam_has_the_length_of_the_rate_whatever_the_gradient(gradient):
    w = Tensor(0.0, requires_grad=True)
    optimizer = Adam([w], 0.1)
    w.grad = np.array(gradient)
    optimizer.step()
    assert w.item() == pytest.approx(-0.1 * np.sign(gradient), rel=1e-4)


def test_weight_decay_shrinks_what_has_no_slope():
    w = Tensor([4.0, -2.0], requires_grad=True)
    optimizer = AdamW([w], 0.1, weight_decay=0.5)
    w.grad = np.zeros(2)
    optimizer.step()
    np.testing.assert_allclose(w.data, [3.8, -1.9])


def test_a_changed_rate_is_used_from_the_next_step_on():
    w = Tensor(1.0, requires_grad=True)
    optimizer = SGD([w], 0.5)
    for lr in (0.5, 0.25):
        optimizer.lr = lr
        w.grad = np.array(1.0)
        optimizer.step()
    assert w.item() == 0.25


def rates(scheduler, steps=50):
    """The rates that torch uses in its first steps."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule, seen = scheduler(optimizer), []
    for _ in range(steps):
        seen.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return seen


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (lambda t: step_decay(t, 7), lambda o: torch.optim.lr_scheduler.StepLR(o, 7)),
        (lambda t: step_decay(t, 12, 0.5), lambda o: torch.optim.lr_scheduler.StepLR(o, 12, gamma=0.5)),
        (lambda t: cosine(t, 50), lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, 50)),
        (lambda t: warm_up(t, 10), lambda o: torch.optim.lr_scheduler.LinearLR(o, 0.1, 1.0, 9)),
    ],
)
def test_fifty_rates_equal_those_of_torch(ours, theirs):
    np.testing.assert_allclose([ours(t) for t in range(50)], rates(theirs), rtol=1e-10, atol=1e-12)


@given(st.integers(0, 300), st.integers(1, 200))
def test_every_schedule_is_a_share_of_the_rate(step, num_steps):
    for factor in (step_decay(step, num_steps), cosine(step, num_steps), warm_up(step, num_steps)):
        assert 0 <= factor <= 1
    assert warm_up(step, num_steps) > 0  # a first step of length zero would be wasted
    assert cosine(num_steps + step, num_steps) == 0


@pytest.mark.parametrize("max_norm", [0.1, 3.0, 100.0])
def test_clipping_equals_torch(max_norm):
    draw = np.random.default_rng(0)
    values = [draw.normal(size=shape) for shape in [(3, 4), (4,), ()]]
    ours = [Tensor(v, requires_grad=True) for v in values]
    theirs = [torch.tensor(v, requires_grad=True) for v in values]
    for p, t, v in zip(ours, theirs, values, strict=True):
        p.grad, t.grad = np.array(2 * v), torch.tensor(2 * v)
    norm = clip_gradients(ours, max_norm)
    assert norm == pytest.approx(torch.nn.utils.clip_grad_norm_(theirs, max_norm).item())
    for p, t in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(p.grad, t.grad, rtol=1e-12)


def test_clipping_without_gradients_has_nothing_to_do():
    assert clip_gradients([Tensor(1.0, requires_grad=True)], 1.0) == 0
    w = Tensor(np.zeros(2, np.float32), requires_grad=True)
    w.grad = np.zeros(2, np.float32)
    assert clip_gradients([w], 1.0) == 0 and w.grad.tolist() == [0, 0]
    w.grad = np.array([30, 40], np.float32)
    assert clip_gradients([w], 5.0) == pytest.approx(50) and w.grad.dtype == np.float32


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda w: Adam([], 0.1), "Adam got no parameters"),
        (lambda w: Momentum([w], 0.1, momentum=1.0), "momentum must be from 0 to below 1, got 1.0"),
        (lambda w: RMSprop([w], 0.1, alpha=-0.1), "alpha must be from 0 to below 1, got -0.1"),
        (lambda w: Adam([w], 0.1, betas=(0.9, 1.0)), r"betas\[1\] must be from 0 to below 1, got 1.0"),
        (lambda w: Adam([w], 0.1, eps=0.0), "eps must be above 0"),
        (lambda w: AdamW([w], -0.1), "the learning rate must be above 0, got -0.1"),
        (lambda w: AdamW([w], 0.1, weight_decay=-1.0), "weight_decay must be at least 0, got -1.0"),
        (lambda w: clip_gradients([w], 0.0), "max_norm must be above 0, got 0.0"),
        (lambda w: cosine(1, 0), "num_steps must be at least 1, got 0"),
        (lambda w: warm_up(1, 0), "num_steps must be at least 1, got 0"),
        (lambda w: step_decay(1, 0), "every must be at least 1 step, got 0"),
    ],
)
def test_what_cannot_work_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make(Tensor(1.0, requires_grad=True))
