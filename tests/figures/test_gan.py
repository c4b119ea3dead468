"""The game of two nets: its arithmetic against PyTorch, what its presets do, and the figure in a browser."""

import re

import numpy as np
import pytest
import torch
from playwright.sync_api import expect
from torch import nn
from torch.nn import functional as F

from dlcourse import figures
from dlcourse.figures import bundle
from tests.figures.node import evaluate
from tests.figures.test_arithmetic import run
from tests.figures.test_pages import answer, status, visit
from tests.site.test_pages import tab

LOSSES = ["non-saturating", "minimax", "Wasserstein, clipped", "Wasserstein, penalty"]
TARGETS = ["eight clumps", "nine clumps", "two clumps", "ring", "line"]
RULES = {"loss": "minimax", "rateD": 0.001, "rateG": 0.001}
START = """
const play = ({ target, loss, k, rateD, rateG, rounds, seed }) => {
  const shape = figure.TARGETS[target] ?? figure.painted(target);
  const game = new figure.Game(shape, seed, { loss, rateD, rateG });
  const seen = [];
  for (let i = 1; i <= rounds; i++) {
    game.round(k, 1);
    const { made } = game.samples();
    if (i % 50 === 0) seen.push({ ...figure.coverage(game.target, made), X: [...made] });
  }
  return { game, seen };
};
"""


def play(result: str, **given):
    """`result` after a game; `game` and `seen`, its samples every 50 rounds, are there."""
    body = f"const {{ torch }} = await import(given.cell); {START} const {{ game, seen }} = play(given);"
    cell = (bundle.FOLDER / "gan-torch.mjs").as_uri()
    return evaluate("gan-math", f"await (async () => {{ {body} return {result} }})()", cell=cell, **given)


def linear_layers(net):
    """A copy of a net of the figure as a torch module."""
    layers = []
    for layer in net:
        copy = nn.Linear(layer["inputs"], layer["outputs"]).double()
        copy.weight.data = torch.tensor(list(layer["W"].values()), dtype=torch.float64).reshape(
            copy.weight.shape
        )
        copy.bias.data = torch.tensor(list(layer["b"].values()), dtype=torch.float64)
        layers += [copy, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_and_its_slope_are_those_of_autograd(loss):
    z = torch.linspace(-40, 40, 81).double().requires_grad_()
    judge = {"real": F.softplus(-z), "fake": F.softplus(z), "generator": F.softplus(-z)}
    if loss == "minimax":
        judge["generator"] = torch.log(torch.tensor(1.0)) - F.softplus(z)
    elif loss.startswith("Wasserstein"):
        judge = {"real": -z, "fake": z, "generator": -z}
    for part, values in judge.items():
        got = evaluate(
            "gan-math",
            "(({ loss, slope }) => ({ loss, slope: [...slope] }))"
            "(figure.GAMES[given.loss][given.part](Float64Array.from(given.z)))",
            loss=loss, part=part, z=z.tolist(),
        )  # fmt: skip
        assert got["loss"] == pytest.approx(values.mean().item(), rel=1e-9)
        slope = torch.autograd.grad(values.mean(), z, retain_graph=True)[0]
        np.testing.assert_allclose(got["slope"], slope, atol=1e-12)


def test_the_penalty_has_the_gradient_of_a_double_backward_pass():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(50, 2))
    got = evaluate(
        "gan-math",
        "(() => { const { D } = new figure.Game(figure.TARGETS.ring, 4, given.rules);"
        " const { loss, grads } = figure.penalty(D, Float64Array.from(given.X));"
        " return { layers: D.layers, loss, grads: grads.map((g) => [...g]) } })()",
        X=X.ravel().tolist(),
        rules=RULES,
    )
    D = linear_layers(got["layers"])
    at = torch.tensor(X, requires_grad=True)
    slope = torch.autograd.grad(D(at).sum(), at, create_graph=True)[0]
    loss = ((slope.norm(dim=1) - 1) ** 2).mean()
    loss.backward()
    assert got["loss"] == pytest.approx(loss.item(), rel=1e-9)
    for mine, p in zip(got["grads"], D.parameters(), strict=True):
        want = torch.zeros_like(p) if p.grad is None else p.grad
        np.testing.assert_allclose(mine, want.ravel(), atol=1e-12)


def test_a_dart_points_where_the_loss_of_the_generator_falls_for_its_point():
    for loss in LOSSES:
        got = play(
            "({ D: game.D.layers, made: [...game.samples().made], push: [...game.samples().push] })",
            target="line", loss=loss, k=2, rateD=0.005, rateG=0.001, rounds=5, seed=1,
        )  # fmt: skip
        X = torch.tensor(got["made"], dtype=torch.float64).reshape(-1, 2).requires_grad_()
        z = linear_layers(got["D"])(X)
        each = {"minimax": -F.softplus(z), "non-saturating": F.softplus(-z)}.get(loss, -z)
        push = -torch.autograd.grad(each.sum(), X)[0]
        np.testing.assert_allclose(got["push"], push.ravel(), atol=1e-9)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("target", [*TARGETS, [0, 6, 6, 0, 0, 0, 0, 96, 513, 1]])
def test_the_copied_cell_plays_the_same_game(loss, target, capsys):
    name = target if isinstance(target, str) else "your own"
    got = play(
        f"(game.round(1, 0), {{ code: torch('{name}', game), now: [game.losses.D, game.losses.G,"
        " figure.distance(game.samples().made, game.real)] })",
        target=target, loss=loss, k=2, rateD=0.002, rateG=0.001, rounds=20, seed=3,
    )  # fmt: skip
    printed = run(got["code"], capsys)
    assert printed == "loss of D {:.4f}, loss of G {:.4f}, distance {:.4f}\n".format(*got["now"])


def test_the_copied_cell_of_a_game_not_yet_begun_runs(capsys):
    given = {
        "target": "ring",
        "loss": "minimax",
        "k": 1,
        "rateD": 0.002,
        "rateG": 0.002,
        "rounds": 0,
        "seed": 1,
    }
    assert run(play("torch('ring', game)", **given), capsys).startswith("loss of D nan, loss of G nan")


def test_the_distance_is_that_of_numpy_and_coverage_counts_parts():
    rng = np.random.default_rng(1)
    A, B = rng.normal(size=(2, 256, 2))
    got = evaluate(
        "gan-math", "figure.distance(given.A, given.B)", A=A.ravel().tolist(), B=B.ravel().tolist()
    )
    angle = np.pi * np.arange(16) / 16
    turn = np.stack([np.cos(angle), np.sin(angle)])
    assert got == pytest.approx(np.abs(np.sort(A @ turn, axis=0) - np.sort(B @ turn, axis=0)).mean())
    angle = np.pi * np.arange(3) / 4
    for points, covered, near in [
        (3 * [[0.9, 0]], 1, 1),
        ([[0, 0]], 0, 0),
        (np.c_[np.cos(angle), np.sin(angle)] * 0.9, 3, 1),
    ]:
        X = np.resize(points, (240, 2)).ravel().tolist()
        found = evaluate("gan-math", "figure.coverage(figure.TARGETS['eight clumps'], given.X)", X=X)
        assert (found["covered"], found["near"]) == (covered, pytest.approx(near))


@pytest.mark.parametrize("target", TARGETS)
def test_real_points_cover_their_target(target):
    got = evaluate(
        "gan-math",
        "(() => { const game = new figure.Game(figure.TARGETS[given.target], 5, given.rules);"
        " return [figure.coverage(game.target, game.real), figure.distance(game.real, game.other)] })()",
        target=target,
        rules=RULES,
    )
    assert got[0]["covered"] == {"nine clumps": 9, "two clumps": 2}.get(target, 8)
    assert got[0]["near"] > 0.95
    assert got[1] < 0.1


@pytest.mark.slow
def test_the_presets_do_what_their_names_say():
    state = {"target": "eight clumps", "rounds": 800, "seed": 2}
    equal = play("seen", **state, loss="non-saturating", k=1, rateD=0.002, rateG=0.002)
    assert max(now["covered"] for now in equal[4:]) <= 2
    places = np.array([np.mean(np.reshape(now["X"], (-1, 2)), axis=0) for now in equal[4:]])
    assert np.linalg.norm(np.diff(places, axis=0), axis=1).max() > 0.9  # it leaves, for another clump
    stuck = play("seen", **state, loss="non-saturating", k=5, rateD=0.005, rateG=0.001)
    assert stuck[-1]["covered"] <= 3
    assert stuck[-1]["near"] > 0.8
    for other in ({"loss": "non-saturating", "k": 1}, {"loss": "Wasserstein, penalty", "k": 2}):
        spread = play("seen", **state, **other, rateD=0.005, rateG=0.001)
        assert spread[-1]["covered"] >= 7


@pytest.mark.slow
def test_the_steps_of_each_net_and_the_goal(address, browser):
    with tab(browser, reduced_motion="reduce") as page:
        visit(page, address, "gan")
        assert page.get_by_role("button", name="Train", exact=True).is_hidden()
        assert page.get_by_role("button", name="Step D").is_disabled()
        answer(page, "all")
        assert "Not quite" in page.locator(".dlf-predict [role=status]").inner_text()
        numbers = page.locator(".dlf-gan-facts tr")
        assert numbers.nth(3).locator("td").inner_text() == "–, –"
        made = page.locator(".dlf-gan-made").get_attribute("d")
        page.get_by_role("button", name="Step D").click()
        assert page.locator(".dlf-gan-made").get_attribute("d") == made  # G did not move
        assert re.match(r"\d.*, –", numbers.nth(3).locator("td").inner_text())
        page.get_by_role("button", name="Step G").click()
        assert page.locator(".dlf-gan-made").get_attribute("d") != made
        page.get_by_role("button", name="Step", exact=True).click()
        assert status(page).startswith("Round 1:")
        assert page.locator(".dlf-reached").count() == 0
        page.click("text=Copy as PyTorch")
        assert "moves = [[1,0,1],[0,1,1],[1,1,1]]" in page.locator(".dlf textarea").input_value()


@pytest.mark.slow
def test_it_trains_pauses_and_begins_anew_when_a_rule_changes(address, browser):
    with tab(browser) as page:
        visit(page, address, "gan")
        answer(page, "hops")
        page.get_by_role("button", name="Train", exact=True).click()
        measured_thrice = re.compile("(L.*){4}")
        expect(page.locator("path.dlf-gan-held").last).to_have_attribute("d", measured_thrice)
        page.get_by_role("button", name="Pause").click()
        expect(page.locator(".dlf-status")).to_have_text(re.compile("^Round [1-9]"))
        page.get_by_role("button", name="Wasserstein", exact=True).click()
        assert status(page).startswith("Round 0:")
        assert page.locator("select[name=loss]").input_value() == "Wasserstein, penalty"
        assert page.locator("input[name=k]").input_value() == "2"
        assert page.complaints == []


@pytest.mark.slow
def test_a_link_plays_its_rounds_and_reaches_the_goal(address, browser):
    with tab(browser) as page:
        visit(page, address, "gan", "#gan?guess=hops&rateD=0.005&rateG=0.001&rounds=700")
        expect(page.locator(".dlf-status")).to_have_text(re.compile("^Round 700"))
        assert "8 of 8, reached" in status(page)
        assert page.locator(".dlf-reached").count() == 1


@pytest.mark.slow
def test_a_target_is_painted_by_pointer_and_by_keyboard(address, browser):
    with tab(browser) as page:
        visit(page, address, "gan", "#gan?guess=hops")
        paper = page.locator(".dlf-gan-plane g[role=application]")
        assert paper.is_hidden()
        page.select_option("select[name=target]", "your own")
        cells = page.locator(".dlf-gan-cells")
        count = cells.get_attribute("d").count("M")
        paper.focus()
        page.keyboard.press("Space")
        assert cells.get_attribute("d").count("M") == count + 1
        assert status(page) == "Row 5, column 5: painted."
        page.keyboard.press("ArrowLeft")
        assert status(page) == "Row 5, column 4: empty."
        before = cells.get_attribute("d").count("M")
        plane = page.locator(".dlf-gan-plane")
        plane.scroll_into_view_if_needed()
        box = plane.bounding_box()
        x, y = box["x"] + 0.5 * box["width"], box["y"] + 0.4 * box["height"]
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 0.3 * box["width"], y, steps=8)
        page.mouse.up()
        assert cells.get_attribute("d").count("M") > before
        page.wait_for_url(re.compile(r"target=your\+own.*row4="))
        page.get_by_role("button", name="Step", exact=True).click()
        assert status(page).startswith("Round 1:")
        assert page.complaints == []


def test_the_painted_start_is_a_letter_and_python_says_the_same_cells():
    rows = [int(getattr(figures.GAN(), f"row{i}")) for i in range(10)]
    found = evaluate("gan-math", "figure.painted(given.rows)", rows=rows)
    assert found["parts"] == len(found["centers"]) == sum(row.bit_count() for row in rows)
    assert evaluate("gan-math", "figure.painted(given.rows).centers", rows=[1, *9 * [0]]) == [
        [pytest.approx(-1.08), pytest.approx(1.08)]
    ]  # the first cell is on the left, at the top
