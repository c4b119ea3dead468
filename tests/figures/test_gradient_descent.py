"""The figure of gradient descent: its steps against PyTorch, its words, its use in a browser."""

import re

import numpy as np
import pytest
import torch
from playwright.sync_api import expect

from tests.figures.node import evaluate
from tests.figures.test_arithmetic import run
from tests.figures.test_pages import answer, drag, reads, status, visit
from tests.site.test_pages import tab

LOSSES = {
    "bowl": lambda x: x**2,
    "narrow bowl": lambda x: 4 * x**2,
    "two valleys": lambda x: x**4 - 2 * x**2 + x / 2,
    "plateau": lambda x: x**2 / (x**2 + 1),
}
RUNS = [
    {"loss": loss, "lr": lr, "x": x, "step": 12}
    for loss in LOSSES
    for lr, x in [(0.05, -2), (0.2, 1.5), (0.3, 0.4)]
]
slow = pytest.mark.slow


def math(expression: str, **given):
    return evaluate("gradient_descent-math", expression, **given)


@pytest.mark.parametrize("loss", LOSSES)
def test_slope_curvature_and_minima_are_those_of_the_loss(loss):
    xs = np.linspace(-2.4, 2.4, 25)
    call = (
        "given.xs.map((x) => { const l = figure.LOSSES[given.loss]; return [l.f(x), l.slope(x), l.bend(x)] })"
    )
    got = np.array(math(call, xs=xs.tolist(), loss=loss))
    x = torch.tensor(xs, requires_grad=True)
    y = LOSSES[loss](x)
    (slope,) = torch.autograd.grad(y.sum(), x, create_graph=True)
    (bend,) = torch.autograd.grad(slope.sum(), x)
    expected = torch.stack([y, slope, bend], dim=1).detach().numpy()
    np.testing.assert_allclose(got, expected, atol=1e-9)
    for minimum in math("figure.LOSSES[given.loss].minima", loss=loss):
        m = torch.tensor(minimum, dtype=torch.float64, requires_grad=True)
        (at,) = torch.autograd.grad(LOSSES[loss](m), m)
        assert abs(at.item()) < 1e-8
        near = torch.linspace(minimum - 0.3, minimum + 0.3, 7, dtype=torch.float64)
        assert LOSSES[loss](near).argmin() == 3


@pytest.mark.parametrize("now", RUNS, ids=lambda now: "-".join(map(str, now.values())))
def test_the_steps_are_those_of_torch_and_the_copied_cell_prints_their_end(now, capsys):
    places = math("figure.descend(given)", **now)
    x = torch.tensor(float(now["x"]), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([x], lr=now["lr"])
    seen = [x.item()]
    while len(seen) < len(places):
        optimizer.zero_grad()
        LOSSES[now["loss"]](x).backward()
        optimizer.step()
        seen.append(x.item())
    np.testing.assert_allclose(places, seen, rtol=1e-9)
    if len(places) == now["step"] + 1:
        printed = run(math("figure.torch(given)", **now), capsys)
        assert float(re.search(r"x = (\S+),", printed)[1]) == pytest.approx(places[-1], rel=1e-5, abs=1e-9)
    else:
        assert abs(places[-1]) >= 1e4  # gone


@pytest.mark.parametrize("loss", ["bowl", "narrow bowl", "two valleys"])
def test_the_bound_parts_the_rates_that_settle_from_those_that_do_not(loss):
    found = math("figure.valley({ loss: given.loss, lr: 0.1 }, 1)", loss=loss)
    for share, settles in [(0.9, True), (1.1, False)]:
        given = {"loss": loss, "lr": share * found["bound"], "x": found["minimum"] + 0.02, "step": 40}
        last = math("figure.descend(given)", **given)[-1]
        assert (abs(last - found["minimum"]) < 0.02) == settles


@slow
def test_the_rate_crosses_the_bound_and_the_words_say_so(address, browser):
    with tab(browser) as page:
        visit(page, address, "gradient_descent")
        answer(page, "away")
        words = page.locator(".dlf-words")
        page.fill("input[name=lr]", "0.99")
        assert "multiplies the distance by −0.98" in words.inner_text()
        assert "below the bound 1.00" in words.inner_text()
        page.fill("input[name=lr]", "1.1")
        assert "not below the bound 1.00" in words.inner_text()
        page.fill("input[name=step]", "40")
        assert reads(page, "step") == 40
        height = float(re.search(r"([\d.]+) above", status(page))[1])
        assert height == pytest.approx((2 * 1.2**40) ** 2, rel=1e-3)
        page.fill("input[name=lr]", "1.3")
        assert "flew away" in status(page)
        assert page.complaints == []


@slow
def test_the_narrow_bowl_is_solved_in_one_step_and_the_start_can_be_dragged(address, browser):
    with tab(browser) as page:
        visit(page, address, "gradient_descent")
        drag(page, ".dlf .dlf-handle", 60, 0)
        assert reads(page, "x") == -2  # the question comes first
        answer(page, "settles")
        page.select_option(".dlf select[name=loss]", "narrow bowl")
        page.fill("input[name=step]", "1")
        assert page.locator(".dlf-reached").count() == 0
        page.fill("input[name=lr]", "0.12")
        page.fill("input[name=step]", "3")
        assert page.locator(".dlf-reached").count() == 1
        page.fill("input[name=x]", "0.5")
        assert page.locator(".dlf-reached").count() == 0
        drag(page, ".dlf .dlf-handle", -40, 10)
        assert reads(page, "x") < 0.4
        page.get_by_text("Step", exact=True).click()
        assert reads(page, "step") == 4
        page.get_by_text("Play", exact=True).click()
        expect(page.locator(".dlf input[name=step] + output")).to_have_text(re.compile(r"[6-9]|\d\d"))
        page.get_by_text("Pause", exact=True).click()
        assert page.complaints == []
