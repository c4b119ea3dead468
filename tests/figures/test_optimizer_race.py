"""The optimizer race: its steps against torch.optim, the copied cell, its use in a browser."""

import re

import numpy as np
import pytest
import torch

from tests.figures.node import evaluate
from tests.figures.test_arithmetic import run
from tests.figures.test_pages import answer, drag, reads, status, visit
from tests.site.test_pages import tab

START = {
    "surface": "ravine", "x": -2.5, "y": 1.5, "step": 60, "beta": 0.9, "seed": 0,
    "SGD": "0.04", "momentum": "0.01", "RMSprop": "0.05", "Adam": "0.1",
}  # fmt: skip
LOSSES = {
    "ravine": lambda x, y: x**2 / 2 + 20 * y**2,
    "turned ravine": lambda x, y: (0.8 * x + 0.6 * y) ** 2 / 2 + 20 * (0.8 * y - 0.6 * x) ** 2,
    "saddle": lambda x, y: x**2 / 2 + (y**2 - 1) ** 2 / 4,
    "Rosenbrock": lambda x, y: (1 - x) ** 2 + 10 * (y - x**2) ** 2,
    "noisy bowl": lambda x, y: x**2 / 2 + y**2,
}
slow = pytest.mark.slow


def math(expression: str, **now):
    return evaluate("optimizer_race-math", expression, **START | now)


@pytest.mark.parametrize("surface", LOSSES)
def test_the_gradient_is_that_of_the_loss_and_the_lowest_places_are_lowest(surface):
    places = np.random.default_rng(0).uniform(-2, 2, (20, 2))
    surfaces = "const s = figure.SURFACES[given.surface];"
    call = f"given.places.map((p) => {{ {surfaces} return [s.f(...p), ...s.slope(...p)] }})"
    got = np.array(math(call, surface=surface, places=places.tolist()))
    x, y = (torch.tensor(column, requires_grad=True) for column in places.T)
    loss = LOSSES[surface](x, y)
    loss.sum().backward()
    expected = torch.stack([loss, x.grad, y.grad], dim=1).detach().numpy()
    np.testing.assert_allclose(got, expected, rtol=1e-12, atol=1e-12)
    for place in math("figure.SURFACES[given.surface].minima", surface=surface):
        assert LOSSES[surface](*place) == pytest.approx(0, abs=1e-12)
    assert got[:, 0].min() > 0


@pytest.mark.parametrize("beta", [0.9, 0.6])
@pytest.mark.parametrize("surface", LOSSES)
def test_a_hundred_steps_are_those_of_torch_and_all_see_the_same_noise(surface, beta):
    runs = math("figure.race(given)", surface=surface, beta=beta, seed=3, SGD="0.003", momentum="0.003")
    noise = math(
        "(() => { const s = figure.SURFACES[given.surface];"
        " const r = figure.race({ ...given, SGD: '1' }).SGD;"
        " return r.slice(1).map((p, t) => p.map((v, i) => r[t][i] - v - s.slope(...r[t])[i])) })()",
        surface=surface,
        seed=3,
    )
    makers = {
        "SGD": lambda p: torch.optim.SGD(p, lr=0.003),
        "momentum": lambda p: torch.optim.SGD(p, lr=0.003, momentum=beta),
        "RMSprop": lambda p: torch.optim.RMSprop(p, lr=0.05, alpha=0.9),
        "Adam": lambda p: torch.optim.Adam(p, lr=0.1, betas=(beta, 0.999)),
    }
    noisy = surface == "noisy bowl"
    if noisy:
        assert np.std(noise) == pytest.approx(3, rel=0.2)
    for name, make in makers.items():
        place = torch.tensor([-2.5, 1.5], dtype=torch.float64, requires_grad=True)
        optimizer = make([place])
        seen = [place.tolist()]
        for t in range(min(len(noise), 100) if noisy else 100):
            optimizer.zero_grad()
            LOSSES[surface](*place).backward()
            if noisy:
                place.grad += torch.tensor(noise[t])
            optimizer.step()
            seen.append(place.tolist())
        # later, near the lowest place, RMSprop divides by next to nothing and blows up the rounding
        np.testing.assert_allclose(runs[name][: len(seen)], seen, rtol=1e-6, atol=1e-7, err_msg=name)


@pytest.mark.parametrize(
    "now",
    [{}, {"surface": "turned ravine", "Adam": "1", "step": 100}, {"surface": "saddle", "y": 0.05, "seed": 4},
     {"surface": "noisy bowl", "seed": 7, "step": 150}, {"surface": "Rosenbrock", "SGD": "0.1", "step": 30}],
    ids=lambda now: "-".join(map(str, now.values())) or "start",
)  # fmt: skip
def test_the_copied_cell_ends_where_the_figure_ends(now, capsys):
    printed = run(math("figure.torch(given)", **now), capsys)
    rows = re.findall(r"(\w+) +x = (\S+), y = (\S+), loss = (\S+)", printed)
    runs, step = math("figure.race(given)", **now), (START | now)["step"]
    assert [row[0] for row in rows] == ["SGD", "momentum", "RMSprop", "Adam"]
    for name, x, y, loss in rows:
        place = runs[name][min(step, len(runs[name]) - 1)]
        assert [float(x), float(y)] == pytest.approx(place, rel=1e-4, abs=1e-9)
        expected = LOSSES[(START | now)["surface"]](*place)
        assert float(loss) == pytest.approx(expected, rel=1e-3, abs=1e-12)


def test_turning_the_ravine_together_with_its_start_changes_nothing_for_sgd_and_much_for_adam():
    x, y = -2.5, 1.5
    turned = {"surface": "turned ravine", "x": 0.8 * x - 0.6 * y, "y": 0.6 * x + 0.8 * y}
    ends = (
        "Object.fromEntries(Object.entries(figure.race(given))"
        ".map(([name, places]) => [name, figure.height(given.surface, places[100])]))"
    )
    straight, other = math(ends), math(ends, **turned)
    for name in ("SGD", "momentum"):
        assert other[name] == pytest.approx(straight[name], rel=1e-6)
    assert other["Adam"] > 3 * straight["Adam"]


@slow
def test_the_goal_is_reached_by_a_larger_rate_and_the_leader_is_said(address, browser):
    with tab(browser) as page:
        visit(page, address, "optimizer_race")
        answer(page, "steep")
        assert "RMSprop leads" in status(page)
        page.select_option(".dlf select[name=surface]", "turned ravine")
        page.fill("input[name=step]", "100")
        assert page.locator(".dlf-reached").count() == 0
        page.select_option(".dlf select[name=Adam]", "1")
        page.fill("input[name=beta]", "0.8")
        assert page.locator(".dlf-reached").count() == 1
        page.fill("input[name=step]", "101")
        assert page.locator(".dlf-reached").count() == 0
        page.select_option(".dlf select[name=SGD]", "1")
        assert "SGD flew away" in status(page)
        assert page.complaints == []


@slow
def test_the_start_is_dragged_after_the_prediction_and_steps_are_taken(address, browser):
    with tab(browser) as page:
        visit(page, address, "optimizer_race")
        drag(page, ".dlf .dlf-handle", 60, 0)
        assert reads(page, "x") == -2.5
        answer(page, "flat")
        drag(page, ".dlf .dlf-handle", 60, 20)
        assert reads(page, "x") > -2 and reads(page, "y") < 1.5
        page.get_by_text("Step", exact=True).click()
        assert reads(page, "step") == 61
