"""The overfitting lab: its fits against PyTorch, bias and variance against NumPy, its use in a browser."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.figures.node import evaluate
from tests.figures.test_arithmetic import run
from tests.figures.test_pages import answer, drag, reads, status, visit
from tests.site.test_pages import tab

START = {
    "truth": "sine", "n": 12, "noise": 0.3, "width": 24, "l2": "0", "drop": 0, "seed": 0, "stop": 1000,
}  # fmt: skip
TRUTHS = {"sine": lambda x: np.sin(np.pi * x), "cubic": lambda x: 3 * x**3 - 2 * x, "line": lambda x: 0.8 * x}
slow = pytest.mark.slow


def lab(expression: str, **now):
    """The value of an expression about `lab`, all whose fits are trained."""
    body = f"(() => {{ const lab = new figure.Lab(given); lab.work(); return {expression} }})()"
    return evaluate("overfitting-math", body, **START | now)


@pytest.mark.parametrize(
    "now",
    [
        {},
        {"stop": 0},
        {"l2": "0.01", "stop": 400, "seed": 3},
        {"drop": 0.3, "stop": 200},
        {"truth": "cubic", "width": 7, "drop": 0.1, "l2": "0.001", "stop": 300},
        {"truth": "line", "n": 20, "width": 1, "noise": 0},
    ],
    ids=lambda now: "-".join(map(str, now.values())) or "start",
)
def test_the_copied_cell_prints_the_losses_of_the_figure(now, capsys):
    printed = run(evaluate("overfitting-torch", "figure.torch(given)", **START | now), capsys)
    body = (
        "(() => { const lab = new figure.Lab(given); while (lab.mine.done < figure.STEPS) lab.mine.step();"
        " const { train, check } = lab.mine.moments[given.stop / figure.STRIDE]; return [train, check] })()"
    )
    train, check = evaluate("overfitting-math", body, **START | now)
    got = [float(v) for v in re.findall(r"loss (\S+)", printed)]
    assert got == pytest.approx([train, check], abs=6e-4)


@pytest.mark.parametrize("now", [{"width": 3}, {"truth": "cubic", "width": 8, "n": 8, "l2": "0.01"}])
def test_bias_and_variance_are_those_of_the_twenty_curves_and_add_up_to_the_error(now):
    got = lab("{ says: lab.ready.map((f) => [...f.moments[12].says]), ...lab.errors(300) }", **now)
    says = np.array(got["says"])  # (20, 61)
    assert len(says) == 20
    truth = TRUTHS[now.get("truth", "sine")](np.linspace(-1, 1, 61))
    assert got["bias"] == pytest.approx(((says.mean(axis=0) - truth) ** 2).mean())
    assert got["variance"] == pytest.approx(says.var(axis=0).mean())
    assert got["error"] == pytest.approx(((says - truth) ** 2).mean())


def test_samples_share_their_inputs_and_differ_in_their_noise_alone():
    each = "Array.from({ length: 21 }, (_, fit) => figure.sample(given, fit))"
    body = f"{each}.map(({{ X, y }}) => [[...X], [...y]])"
    rows = np.array(evaluate("overfitting-math", body, **START | {"n": 40}))  # (21, 2, 40)
    np.testing.assert_allclose(rows[:, 0], np.tile(np.linspace(-1, 1, 40), (21, 1)), atol=1e-12)
    noise = rows[:, 1] - np.sin(np.pi * rows[0, 0])
    assert np.std(noise) == pytest.approx(0.3, rel=0.1)
    between = np.corrcoef(noise) - np.eye(21)
    assert np.abs(between).max() < 0.65 and abs(between.sum() / 420) < 0.05


def test_past_the_lowest_validation_loss_the_variance_grows_and_not_the_bias():
    early, late, best = lab(
        "(() => { const checks = lab.mine.moments.map((m) => m.check);"
        " const best = checks.indexOf(Math.min(...checks)) * 25;"
        " return [lab.errors(best), lab.errors(1000), best] })()"
    )
    assert best < 300
    assert late["variance"] > 1.4 * early["variance"]
    assert late["bias"] < early["bias"] + 0.005
    weight_decay = lab("lab.errors(1000)", l2="0.01")
    assert (
        weight_decay["error"] < 0.04 < 0.5 * late["error"] + 0.01
    )  # the goal can be reached, and is not yet


@slow
def test_bias_and_variance_wait_for_the_prediction_and_weight_decay_reaches_the_goal(address, browser):
    want = lab("[lab.errors(1000), lab.mine.moments.at(-1)]")
    with tab(browser) as page:
        visit(page, address, "overfitting")
        numbers = page.locator(".dlf-meter .dlf-number")
        expect(page.locator(".dlf-status")).to_contain_text("20 fits are trained")
        assert numbers.all_inner_texts()[2:] == ["?", "?", "?"]
        answer(page, "variance")
        texts = [f"{v:.3f}" for v in (want[1]["train"], want[1]["check"], *want[0].values())]
        assert numbers.all_inner_texts() == texts
        assert page.locator(".dlf-ghosts path").count() == 20
        assert page.locator(".dlf-reached").count() == 0
        page.select_option(".dlf select[name=ghosts]", "hidden")
        assert page.locator(".dlf-ghosts path").count() == 0
        page.select_option(".dlf select[name=l2]", "0.01")
        expect(page.locator(".dlf-reached")).to_have_count(1)
        assert "below 0.040" in status(page)
        page.fill(".dlf input[name=n]", "14")
        expect(page.locator(".dlf-status")).to_contain_text("at most 12 points")
        assert page.locator(".dlf-reached").count() == 0
        assert page.complaints == []


@slow
def test_the_place_to_stop_is_dragged_slid_and_found(address, browser):
    checks = lab("lab.mine.moments.map((m) => m.check)")
    with tab(browser) as page:
        visit(page, address, "overfitting")
        answer(page, "bias")
        expect(page.locator(".dlf-status")).to_contain_text("Stopped at")
        drag(page, ".dlf-handle >> nth=0", -120, 0)
        dragged = reads(page, "stop")
        assert 100 < dragged < 900 and dragged % 25 == 0
        page.locator("input[name=stop]").press("ArrowRight")
        assert reads(page, "stop") == dragged + 25
        drag(page, ".dlf-handle >> nth=1", -900, 0)
        assert reads(page, "stop") == 0
        page.get_by_text("Stop at the lowest validation loss").click()
        assert reads(page, "stop") == 25 * int(np.argmin(checks))


@slow
def test_training_twenty_wide_nets_never_holds_the_page(address, browser):
    with tab(browser) as page:
        visit(page, address, "overfitting")
        answer(page, "bias")
        page.evaluate("""() => { window.long = []; new PerformanceObserver((list) =>
            window.long.push(...list.getEntries().map((entry) => Math.round(entry.duration))))
            .observe({ type: 'longtask' }); window.began = performance.now() }""")
        page.fill(".dlf input[name=width]", "32")
        expect(page.locator(".dlf-status")).to_contain_text("Training")
        expect(page.locator(".dlf-status")).to_contain_text("Stopped at")
        long, whole = page.evaluate("[window.long, performance.now() - window.began]")
        assert max(long, default=0) < whole / 3, long  # nearly the whole, if it all happened in one go
