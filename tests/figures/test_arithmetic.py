"""The numbers on the figures: their JavaScript against NumPy and PyTorch."""

import re
from functools import partial
from itertools import product

import numpy as np
import pytest
import torch
import torch.nn.functional as F
import traitlets

from dlcourse import figures
from tests.figures.node import evaluate

CLASSES = [getattr(figures, name) for name in figures.__all__]
TORCH = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "ReLU": torch.relu,
    "leaky ReLU": partial(F.leaky_relu, negative_slope=0.1),
    "GELU": F.gelu,
}


def run(code: str, capsys) -> str:
    """What a cell prints."""
    exec(compile(code, "the copied cell", "exec"), {})
    return capsys.readouterr().out


@pytest.mark.parametrize("figure", CLASSES, ids=lambda cls: cls.name)
def test_a_figure_accepts_the_same_in_javascript_and_python(figure):
    for key, (accepts, trait) in {
        key: (accepts, figure.state()[key]) for key, accepts in evaluate(figure.name, "figure.state").items()
    }.items():
        if isinstance(trait, traitlets.Enum):
            assert set(accepts["among"]) == set(trait.values), key
        elif isinstance(trait, traitlets.Unicode):
            assert accepts["pattern"] == trait.pattern, key
        else:
            assert (accepts["min"], accepts["max"]) == (trait.min, trait.max), key
            steps = (trait.default_value - trait.min) / accepts["step"]
            assert steps == pytest.approx(round(steps)), f"no slider stands at the start of {key}"
    assert list(evaluate(figure.name, "figure.state")) == list(figure.state())


def test_a_neuron_sums_and_activates_as_pytorch_does():
    rows = np.random.default_rng(0).integers(-25, 25, (200, 5)) / 10  # w1, w2, b, x1, x2
    names = ["sigmoid", "tanh", "ReLU"]
    got = evaluate(
        "neuron-math",
        "given.rows.map(([w1, w2, b, x1, x2]) => { const z = figure.sum({ w1, w2, b }, x1, x2);"
        " return [z, ...given.names.map((name) => figure.ACTIVATIONS[name](z))] })",
        rows=rows.tolist(),
        names=names,
    )
    t = torch.tensor(rows)
    z = t[:, 0] * t[:, 3] + t[:, 1] * t[:, 4] + t[:, 2]
    np.testing.assert_allclose(got, torch.stack([z, *(TORCH[n](z) for n in names)], dim=1), atol=1e-9)
    steps = evaluate("neuron-math", "[-0.1, 0, 0.1].map(figure.ACTIVATIONS.step)")
    assert steps == [0, 1, 1]  # zero counts as yes, as in the chapter


@pytest.mark.parametrize("data", ["clouds", "AND", "OR", "XOR"])
def test_trying_every_setting_finds_what_numpy_finds(data):
    points = np.array(evaluate("neuron-math", "figure.DATA[given.data]", data=data))
    t = np.arange(-30, 31)  # tenths, as whole numbers: no rounding
    w1, w2, b = np.meshgrid(t, t, t, indexing="ij")
    tenths = np.rint(points[:, :2] * 10).astype(int)
    yes = [w1 * x1 + w2 * x2 + 10 * b >= 0 for x1, x2 in tenths]
    count = sum((y == label).astype(int) for y, label in zip(yes, points[:, 2], strict=True))
    found = evaluate("neuron-math", "figure.search(figure.DATA[given.data])", data=data)
    assert (found["tried"], found["right"]) == (count.size, count.max())
    place = [round(found[key] * 10) + 30 for key in ("w1", "w2", "b")]
    assert count[tuple(place)] == count.max()
    assert (count.max() == len(points)) == (data != "XOR")


@pytest.mark.parametrize("name", TORCH)
def test_an_activation_and_its_slope_are_those_of_pytorch(name):
    z = torch.cat([torch.linspace(-30, 30, 301), torch.tensor([0.0, 1e-4, -1e-4])]).double()
    z.requires_grad_()
    value = TORCH[name](z)
    slope = torch.autograd.grad(value.sum(), z)[0]
    got = evaluate(
        "activations",
        "given.z.map((z) => [figure.ACTIVATIONS[given.name].f(z), figure.ACTIVATIONS[given.name].slope(z)])",
        z=z.tolist(),
        name=name,
    )
    np.testing.assert_allclose(got, torch.stack([value, slope], dim=1).detach(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("chain", ["same", "fed"])
@pytest.mark.parametrize("name", TORCH)
def test_what_ten_layers_leave_is_the_gradient_of_pytorch(name, chain):
    wants, settings = [], []
    for start, w in product((-3.1, -0.5, 0.0, 0.7, 2.4), (0.5, 1.0, 1.7, 4.7)):
        z = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        zs = [z]
        while len(zs) < 10:
            # the same sum in each layer, or one made of the layer before; gradients go through both
            a = w * TORCH[name](zs[-1])
            zs.append(a if chain == "fed" else a + (z - a).detach())
        wants.append(torch.autograd.grad(TORCH[name](zs[-1]), z)[0].item())
        settings.append({"act": name, "z": start, "w": w, "chain": chain})
    got = evaluate("activations", "given.settings.map(figure.left)", settings=settings)
    assert {len(left) for left in got} == {10}
    np.testing.assert_allclose([left[-1] for left in got], wants, rtol=1e-9)


def test_ten_sigmoids_leave_a_millionth_as_the_question_says():
    start = {key: trait.default_value for key, trait in figures.Activations.state().items()}
    got = evaluate("activations", "figure.left(given)", **start)
    assert got[-1] == 0.25**10
    assert 0.5e-6 < got[-1] < 2e-6


@pytest.mark.parametrize("graph", ["error", "ReLU", "shared"])
def test_the_stepper_arrives_at_the_gradients_of_autograd(graph):
    rows = np.random.default_rng(1).integers(-8, 9, (100, 4)) / 2
    every = evaluate(
        "backprop-math",
        "given.rows.map(([w, x, b, y]) => figure.backpropagate(given.graph, { w, x, b, y }))",
        graph=graph,
        rows=rows.tolist(),
    )
    for row, got in zip(rows, every, strict=True):
        leaves = {n: torch.tensor(v, requires_grad=True) for n, v in zip("wxby", row, strict=True)}
        w, x, b, y = leaves.values()
        loss = {
            "error": (w * x - y) ** 2,
            "ReLU": (torch.relu(w * x + b) - y) ** 2,
            "shared": w * x * (w - y),
        }
        loss[graph].backward()
        assert got["values"]["loss"] == pytest.approx(loss[graph].item())
        used = {n: leaf.grad.item() for n, leaf in leaves.items() if leaf.grad is not None}
        assert {n: got["gradients"][n] for n in used} == pytest.approx(used)
        for edge in got["edges"]:
            assert edge["gradient"] == pytest.approx(edge["local"] * edge["upstream"])


@pytest.mark.parametrize(
    ("given", "reads"),
    [(4, "local derivative alone"), (5, "what arrives"), (-20, "sign"), (9, "multiply"), (7, "Not 7")],
)
def test_a_wrong_gradient_is_answered_by_the_thought_behind_it(given, reads):
    edge = {"from": "e", "to": "z", "local": 4, "formula": "2e", "upstream": 5, "gradient": 20}
    assert reads in evaluate(
        "backprop-math", "figure.hint(given.edge, given.number)", edge=edge, number=given
    )


@pytest.mark.parametrize("act", ["sigmoid", "tanh", "step", "ReLU"])
@pytest.mark.parametrize(("data", "w1", "x1"), [("clouds", 1.4, 0.5), ("XOR", 1, 2)])
def test_the_copied_cell_of_the_neuron_prints_what_the_figure_shows(act, data, w1, x1, capsys):
    now = {"w1": w1, "w2": -3, "b": 1, "x1": x1, "x2": 1, "act": act, "data": data}
    printed = run(evaluate("neuron-math", "figure.torch(given)", **now), capsys)
    z, a, right, of = evaluate(
        "neuron-math",
        "(() => { const z = figure.sum(given, given.x1, given.x2), points = figure.DATA[given.data];"
        " return [z, figure.ACTIVATIONS[given.act](z), figure.right(given, points), points.length] })()",
        **now,
    )
    assert printed == f"z = {z:.2f}, a = {a:.2f}, {right} of {of} right\n"


@pytest.mark.parametrize("chain", ["same", "fed"])
@pytest.mark.parametrize("act", TORCH)
def test_the_copied_cell_of_the_activations_prints_what_the_figure_shows(act, chain, capsys):
    now = {"act": act, "z": 0.6, "w": 1.3, "chain": chain}
    printed = run(evaluate("activations", "figure.torch(given)", **now), capsys)
    left = evaluate("activations", "figure.left(given).at(-1)", **now)
    assert printed == f"left after 10 layers: {left:.3e}\n"


@pytest.mark.parametrize("graph", ["error", "ReLU", "shared"])
def test_the_copied_cell_of_the_stepper_prints_what_the_figure_shows(graph, capsys):
    leaves = {"w": 1.5, "x": -2.0, "b": 3.5, "y": 0.5}
    printed = run(evaluate("backprop-math", "figure.torch(given)", graph=graph, **leaves), capsys)
    got = evaluate("backprop-math", "figure.backpropagate(given.graph, given)", graph=graph, **leaves)
    rows = re.findall(r"(\w+) +value (\S+) +gradient (\S+)", printed)
    assert {name for name, *_ in rows} == set(got["gradients"])
    for name, value, gradient in rows:
        assert float(value) == pytest.approx(got["values"][name])
        assert float(gradient) == pytest.approx(got["gradients"][name])
