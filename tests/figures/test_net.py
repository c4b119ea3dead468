"""The nets of the figures: their JavaScript against PyTorch, to a millionth and better."""

from itertools import pairwise

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures.node import evaluate

ACTS = {"linear": lambda z: z, "relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}
WIDTHS, N = [3, 5, 4, 2], 7
CLOSE = {"rtol": 0, "atol": 1e-9}
#: A net with the parameters that are given, in the order of torch's.
MAKE = (
    "const net = new figure.Net(given.widths, given.acts, figure.rng(0));"
    " net.params.forEach((p, i) => p.set(given.params[i].flat(2)));"
)


def js(body: str, **values):
    return evaluate("net", f"(() => {{ {body} }})()", **values)


def random_net(acts: list[str], seed: int = 0):
    """X (N, inputs) and the parameters as torch has them, all float64 and asking for gradients."""
    rng = np.random.default_rng(seed)
    shapes = [s for a, b in pairwise(WIDTHS) for s in ((b, a), (b,))]
    params = [torch.tensor(rng.normal(size=s), requires_grad=True) for s in shapes]
    return torch.tensor(rng.normal(size=(N, WIDTHS[0])), requires_grad=True), params


def forward(X, params, acts, masks=()):
    for i, act in enumerate(acts):
        X = ACTS[act](F.linear(X, params[2 * i], params[2 * i + 1]))
        X = X * masks[i] if i < len(masks) else X
    return X


def lists(params):
    return [p.detach().tolist() for p in params]


@pytest.mark.parametrize("act", ACTS)
def test_values_and_gradients_are_those_of_pytorch_also_by_the_inputs(act):
    acts = [act, act, "linear"]
    X, params = random_net(acts)
    target = torch.tensor(np.random.default_rng(1).normal(size=(N, 2)))
    out = forward(X, params, acts)
    F.mse_loss(out, target).backward()
    got = js(
        f"{MAKE} const tape = net.forward(new Float64Array(given.X.flat()));"
        " const { loss, slope } = figure.LOSSES.mse(tape.values.at(-1), given.y.flat());"
        " const { grads, inputs } = net.backward(tape, slope);"
        " const out = [...tape.values.at(-1)];"
        " return { out, grads: grads.map((g) => [...g]), inputs: [...inputs], loss }",
        widths=WIDTHS,
        acts=acts,
        params=lists(params),
        X=X.tolist(),
        y=target.tolist(),
    )
    np.testing.assert_allclose(got["out"], out.detach().ravel(), **CLOSE)
    np.testing.assert_allclose(got["loss"], F.mse_loss(out, target).item(), **CLOSE)
    np.testing.assert_allclose(got["inputs"], X.grad.ravel(), **CLOSE)
    for mine, theirs in zip(got["grads"], params, strict=True):
        np.testing.assert_allclose(mine, theirs.grad.ravel(), **CLOSE)


def test_dropout_scales_what_it_keeps_and_its_gradient_is_that_of_the_same_masks():
    acts = ["relu", "tanh", "linear"]
    X, params = random_net(acts)
    got = js(
        f"{MAKE} const tape = net.forward(new Float64Array(given.X.flat()),"
        " { drop: 0.4, random: figure.rng(5) }); const out = tape.values.at(-1);"
        " const { grads, inputs } = net.backward(tape, out.map(() => 1));"
        " return { out: [...out], masks: tape.masks.map((m) => [...m]), grads: grads.map((g) => [...g]),"
        " inputs: [...inputs] }",
        widths=WIDTHS,
        acts=acts,
        params=lists(params),
        X=X.tolist(),
    )
    assert len(got["masks"]) == 2  # the hidden layers, not the outputs
    assert {round(m, 9) for mask in got["masks"] for m in mask} == {0, round(1 / 0.6, 9)}
    masks = [torch.tensor(m, dtype=torch.float64).reshape(N, -1) for m in got["masks"]]
    out = forward(X, params, acts, masks)
    out.sum().backward()
    np.testing.assert_allclose(got["out"], out.detach().ravel(), **CLOSE)
    np.testing.assert_allclose(got["inputs"], X.grad.ravel(), **CLOSE)
    for mine, theirs in zip(got["grads"], params, strict=True):
        np.testing.assert_allclose(mine, theirs.grad.ravel(), **CLOSE)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.floats(-60, 60), min_size=6, max_size=6), st.lists(st.integers(0, 2), min_size=2, max_size=2)
)
def test_losses_and_their_gradients_are_those_of_pytorch_also_for_large_logits(logits, classes):
    binary = [float(c > 0) for c in classes] * 3
    got = js(
        "const out = new Float64Array(given.logits); const { bce, mse, crossEntropy } = figure.LOSSES;"
        " return [bce(out, given.binary), mse(out, given.binary), crossEntropy(out, given.classes)]"
        " .map(({ loss, slope }) => [loss, ...slope])",
        logits=logits,
        binary=binary,
        classes=classes,
    )
    z, y = torch.tensor(logits, dtype=torch.float64, requires_grad=True), torch.tensor(binary).double()
    wants = [
        F.binary_cross_entropy_with_logits(z, y),
        F.mse_loss(z, y),
        F.cross_entropy(z.reshape(2, 3), torch.tensor(classes)),
    ]
    for mine, loss in zip(got, wants, strict=True):
        grad = torch.autograd.grad(loss, z)[0]
        np.testing.assert_allclose(mine, [loss.item(), *grad.tolist()], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("l2", [0, 0.03])
@pytest.mark.parametrize(
    ("options", "make"),
    [
        ({"kind": "sgd", "lr": 0.1}, lambda p, l2: torch.optim.SGD(p, lr=0.1, weight_decay=l2)),
        (
            {"kind": "sgd", "lr": 0.05, "momentum": 0.9},
            lambda p, l2: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=l2),
        ),
        ({"kind": "adam", "lr": 0.02}, lambda p, l2: torch.optim.Adam(p, lr=0.02, weight_decay=l2)),
    ],
    ids=["sgd", "momentum", "adam"],
)
def test_fifty_steps_of_training_end_where_pytorch_ends(options, make, l2):
    acts = ["tanh", "tanh", "linear"]
    X, params = random_net(acts)
    y = torch.tensor(np.random.default_rng(2).integers(0, 2, (N, 2))).double()
    start, steps = lists(params), make(params, l2)
    for _ in range(50):
        steps.zero_grad()
        F.binary_cross_entropy_with_logits(forward(X.detach(), params, acts), y).backward()
        steps.step()
    got = js(
        f"{MAKE} const step = figure.optimizer(net.params, given.options);"
        " const X = new Float64Array(given.X.flat());"
        " for (let i = 0; i < 50; i++) { const tape = net.forward(X);"
        "   step(net.backward(tape, figure.LOSSES.bce(tape.values.at(-1), given.y.flat()).slope).grads) }"
        " return net.params.map((p) => [...p])",
        widths=WIDTHS,
        acts=acts,
        params=start,
        X=X.tolist(),
        y=y.tolist(),
        options=options | {"l2": l2},
    )
    for mine, theirs in zip(got, params, strict=True):
        np.testing.assert_allclose(mine, theirs.detach().ravel(), rtol=0, atol=1e-6)


def test_the_seeded_numbers_are_uniform_normal_and_repeated_by_numpy():
    got = js(
        "const r = figure.rng(7); const uniform = Array.from({ length: 20000 }, r.uniform);"
        " const normal = Array.from({ length: 20000 }, r.normal);"
        " return { uniform, normal, order: r.permutation(50), again: figure.rng(7).uniform() }"
    )
    z = np.uint32(7) + np.arange(1, 20001, dtype=np.uint32) * np.uint32(0x9E3779B9)
    z = (z ^ z >> 16) * np.uint32(0x85EBCA6B)
    z = (z ^ z >> 13) * np.uint32(0xC2B2AE35)
    np.testing.assert_array_equal(got["uniform"], (z ^ z >> 16) / 2**32)
    assert got["again"] == got["uniform"][0]
    counts, _ = np.histogram(got["uniform"], 20, (0, 1))
    assert abs(counts - 1000).max() < 150  # five standard deviations
    assert abs(np.mean(got["normal"])) < 0.03 and abs(np.std(got["normal"]) - 1) < 0.03
    assert abs(np.corrcoef(got["uniform"][:-1], got["uniform"][1:])[0, 1]) < 0.03
    assert sorted(got["order"]) == list(range(50)) != got["order"]


def test_a_new_net_starts_within_the_bounds_of_nn_linear_and_the_seed_decides():
    one, same, other = js(
        "const net = (seed) => new figure.Net([9, 40, 1], ['relu', 'linear'], figure.rng(seed));"
        " return [1, 1, 2].map((seed) => net(seed).params.map((p) => [...p]))"
    )
    assert one == same != other
    for values, inputs in zip(one, (9, 9, 40, 40), strict=True):
        assert np.abs(values).max() <= 1 / np.sqrt(inputs)
    assert np.abs(one[0]).max() > 0.9 / 3
