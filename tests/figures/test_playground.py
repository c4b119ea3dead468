"""The playground: its points, its training against PyTorch, and its use in a browser."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from dlcourse.data import points
from tests.figures.node import evaluate
from tests.figures.test_arithmetic import run
from tests.figures.test_pages import answer, drag, reads, status, visit
from tests.site.test_pages import tab

START = {
    "data": "rings", "noise": 0.1, "split": 0.5, "own": "", "h1": 2, "h2": 0, "h3": 0, "act": "ReLU",
    "lr": "0.03", "seed": 0, "step": 400,
}  # fmt: skip
TRAINED = (
    "(() => { const t = new figure.Training(given); t.to(given.step);"
    " const { train, test } = t.at(given.step);"
    " return [train, test].flatMap(({ loss, accuracy }) => [loss, accuracy]) })()"
)
slow = pytest.mark.slow


def trained(**now) -> list[float]:
    """Loss and accuracy on the training points, then on the test points."""
    return evaluate("playground-math", TRAINED, **START | now)


@pytest.mark.parametrize("data", ["rings", "spiral", "moons", "xor", "blobs"])
def test_without_noise_its_points_lie_where_the_course_draws_them(data):
    now = START | {"data": data, "noise": 0}
    got = evaluate("playground-math", "figure.points(given)", **now)
    mine = np.array(got["train"] + got["test"])
    X, y = points(data, 20_000, noise=0)
    assert len(mine) == 200
    for label in (0, 1):
        here = mine[mine[:, 2] == label, :2]
        assert len(here) == 100
        apart = np.linalg.norm(here[:, None] - X[y == label][None], axis=-1).min(axis=1)
        assert apart.max() < 0.02  # both are rounded or drawn at random
        assert np.abs(here.mean(axis=0) - X[y == label].mean(axis=0)).max() < 0.25


@pytest.mark.parametrize(
    "now",
    [
        {},
        {"h1": 3, "seed": 2, "lr": "0.1"},
        {"data": "spiral", "act": "tanh", "h1": 8, "h2": 8, "step": 1000, "seed": 2},
        {"data": "moons", "act": "sigmoid", "h1": 5, "h2": 3, "h3": 4, "split": 0.3},
        {"data": "xor", "act": "linear", "h1": 4, "h3": 4, "noise": 0.3},
        {"data": "only mine", "own": "0.50,0.50,1;-0.50,0.25,0;", "step": 100},
        {"data": "blobs", "own": "1.50,-1.50,1;", "step": 0},
    ],
    ids=lambda now: "-".join(map(str, now.values())) or "start",
)
def test_the_copied_cell_trains_to_the_same_losses(now, capsys):
    cell = evaluate("playground-math", "figure.torch(given)", **START | now)
    rows = re.findall(r"loss (\S+), accuracy (\S+)", run(cell, capsys))
    got = trained(**now)
    assert len(rows) == 2
    for (loss, accuracy), mine in zip(rows, (got[:2], got[2:]), strict=True):
        if mine[1] is None:  # no points: no mean
            assert now["data"] == "only mine" and loss == accuracy == "nan"
            continue
        assert float(loss) == pytest.approx(mine[0], abs=1.01e-4)
        assert float(accuracy) == pytest.approx(mine[1], abs=5.1e-4)


def test_training_in_slices_and_going_back_gives_what_one_run_gives():
    sliced = evaluate(
        "playground-math",
        "(() => { const t = new figure.Training(given); let calls = 0;"
        " while (t.done < 300) { t.to(300, 1); calls += 1 } const end = t.at(300).train.loss;"
        " t.at(10); t.to(301); const early = t.at(10).train.loss;"
        " return { calls, end, early, next: t.at(301).train.loss } })()",
        **START | {"h1": 8, "h2": 8},
    )
    assert sliced["calls"] > 1
    for key, step in (("end", 300), ("early", 10), ("next", 301)):
        assert sliced[key] == trained(h1=8, h2=8, step=step)[0]


def test_three_neurons_can_close_a_fence_two_cannot_and_linear_layers_draw_a_line():
    two = [trained(seed=seed, step=1000)[3] for seed in range(10)]
    three = [trained(seed=seed, step=1000, h1=3)[3] for seed in range(10)]
    assert max(two) < 0.9
    assert max(three) > 0.95 > min(three)
    linear = "(() => { const t = new figure.Training(given); t.to(400); t.at(400); return t.shown.layers })()"
    layers = evaluate("playground-math", linear, **START | {"act": "linear", "h1": 8, "h2": 8})
    assert {layer["act"] for layer in layers} == {"linear"}


def test_the_border_is_where_the_values_are_zero():
    rows = np.linspace(-1, 1, 41)
    x, y = np.meshgrid(rows, rows)
    d = evaluate("canvas", "figure.contour(given.v, 41, 41)", v=(np.hypot(x, y) - 0.7).ravel().tolist())
    at = np.array(re.findall(r"[ML](\S+?) ([\d.]+)", d), dtype=float)
    assert len(at) > 100
    radius = np.hypot(*((at - 0.5) / 20 - 1).T)
    np.testing.assert_allclose(radius, 0.7, atol=0.002)


@slow
def test_the_rings_are_fenced_by_three_neurons_and_then_the_goal_is_reached(address, browser):
    with tab(browser) as page:
        visit(page, address, "playground")
        expect(page.locator(".dlf-status")).to_contain_text("Step 400")
        loss = trained()
        assert f"{round(100 * loss[3])} % of the test points" in status(page)
        assert page.locator(".dlf-reached").count() == 0
        answer(page, "straight")
        page.fill("input[name=h1]", "4")
        page.fill("input[name=seed]", "2")
        expect(page.locator(".dlf-status")).to_contain_text("can fewer do it?")
        page.fill("input[name=h1]", "3")
        expect(page.locator(".dlf-status")).to_contain_text("nobody needs fewer")
        assert page.locator(".dlf-reached").count() == 1
        assert page.complaints == []


@slow
def test_a_neuron_is_seen_alone_with_its_weights(address, browser):
    with tab(browser) as page:
        visit(page, address, "playground")
        look = "document.querySelector('.dlf-stack canvas').toDataURL()"
        expect(page.locator(".dlf-status")).to_contain_text("Step 400")
        whole = page.evaluate(look)
        neuron = page.locator(".dlf-net button").nth(1)
        neuron.focus()
        page.keyboard.press("Enter")
        assert neuron.get_attribute("aria-pressed") == "true"
        words = page.locator(".dlf-words").inner_text()
        layers = evaluate(
            "playground-math",
            "(() => { const t = new figure.Training(given); t.to(400); t.at(400);"
            " return t.shown.layers.map(({ W, b }) => [[...W], [...b]]) })()",
            **START,
        )
        (W, b), (out, _) = layers
        numbers = [float(n.replace("− ", "-").replace("−", "-")) for n in re.findall(r"−? ?\d+\.\d\d", words)]
        np.testing.assert_allclose(numbers, [*W[2:4], b[1], out[1]], atol=0.0051)
        assert page.evaluate(look) != whole
        neuron.click()
        assert page.evaluate(look) == whole


@slow
def test_points_are_added_by_pressing_and_by_keyboard_and_taken_back(address, browser):
    with tab(browser) as page:
        visit(page, address, "playground")
        marks = page.locator(".dlf-stack svg :is(rect, circle)")
        plane = page.locator(".dlf-stack svg")
        plane.click(position={"x": 30, "y": 30})
        assert marks.count() == 200  # the question comes first
        answer(page, "curve")
        plane.click(position={"x": 30, "y": 30})
        assert marks.count() == 201
        page.get_by_label("x₁").fill("-1.2")
        page.select_option(".dlf select[aria-label='class of a new point']", "0")
        page.get_by_text("Add point", exact=True).press("Enter")
        assert marks.count() == 202
        page.wait_for_url(re.compile(r"own=-1\.\d\d%2C1\.\d\d%2C1%3B-1\.20%2C0\.00%2C0%3B"))
        link = page.url.partition("#")[2]
        page.get_by_text("Undo", exact=True).click()
        assert marks.count() == 201
        page.select_option(".dlf select[name=data]", "only mine")
        assert marks.count() == 1
        assert "– of the test points" in status(page)  # there are none
        assert page.locator(".dlf .dlf-tested").get_attribute("d") == ""
        page.get_by_text("Clear", exact=True).click()
        assert marks.count() == 0
        page.select_option(".dlf select[name=data]", "rings")
        assert marks.count() == 200
        page.goto("about:blank")
        visit(page, address, "playground", f"#{link}")
        assert marks.count() == 202
        page.goto("about:blank")
        visit(page, address, "playground", "#playground?own=%3Cb%3E")  # not what the pattern accepts
        assert marks.count() == 200
        assert page.complaints == []


@slow
def test_play_trains_pause_rests_and_the_line_on_the_curves_goes_back(address, browser):
    with tab(browser) as page:
        visit(page, address, "playground")
        answer(page, "straight")
        page.get_by_text("From the start", exact=True).click()
        expect(page.locator(".dlf-status")).to_contain_text("Step 0:")
        page.get_by_text("Play", exact=True).click()
        expect(page.locator(".dlf-status")).to_contain_text(re.compile(r"Step \d{3}"))
        page.get_by_text("Pause", exact=True).click()
        now = reads(page, "step")
        page.get_by_text("Step", exact=True).click()
        assert reads(page, "step") == now + 10
        drag(page, ".dlf .dlf-grip", -400, 0)
        assert reads(page, "step") == 0
        drag(page, ".dlf .dlf-grip", 100, 0)
        assert reads(page, "step") > 300


@slow
def test_the_largest_net_trains_in_slices_and_shows_them(address, browser):
    with tab(browser) as page:
        visit(page, address, "playground")
        answer(page, "straight")
        page.fill("input[name=step]", "0")
        for key in ("h1", "h2", "h3"):
            page.fill(f"input[name={key}]", "8")
        page.evaluate("""() => { window.seen = []; const status = document.querySelector('.dlf-status');
            new MutationObserver(() => window.seen.push(parseInt(status.textContent.slice(5))))
            .observe(status, { childList: true }) }""")
        page.fill("input[name=step]", "2000")
        expect(page.locator(".dlf-status")).to_contain_text("Step 2000")
        seen = page.evaluate("window.seen")
        assert len(seen) > 10 and seen == sorted(seen)
