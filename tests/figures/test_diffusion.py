"""The diffusion toy: its ways against PyTorch, where they end, the cell it copies, its use in a browser."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from playwright.sync_api import expect

from dlcourse.figures import DiffusionToy
from tests.figures.node import evaluate
from tests.figures.test_arithmetic import run
from tests.figures.test_pages import answer, drag, reads, status, visit
from tests.site.test_pages import tab

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
import diffusion

slow = pytest.mark.slow
each = pytest.mark.parametrize("denoiser", ["ideal", "net"])


def math(expression: str, **given):
    return evaluate("diffusion-math", expression, **given)


def stored(name: str):
    return evaluate("diffusion-weights", f"figure.{name}")


def guess(denoiser: str, z: torch.Tensor, t: float) -> torch.Tensor:
    """The same as the figure's, by PyTorch in double precision."""
    if denoiser == "net":
        net = diffusion.unpacked(stored("LAYERS")).double()
        with torch.no_grad():
            return z - t * net(torch.cat([z, torch.full((len(z), 1), 2 * t - 1, dtype=z.dtype)], 1))
    points = torch.tensor(stored("POINTS"), dtype=z.dtype).view(-1, 2)
    share = (-((z[:, None] - (1 - t) * points) ** 2).sum(2) / (2 * t**2)).softmax(1)
    return share @ points


def ends(denoiser: str, z: torch.Tensor, steps: int) -> torch.Tensor:
    for k in range(steps, 0, -1):
        t, less = k / steps, (k - 1) / steps
        x = guess(denoiser, z, t)
        z = (1 - less) * x + less / t * (z - (1 - t) * x)
    return z


@each
@pytest.mark.parametrize("t", [1.0, 0.5, 0.02])
def test_guesses_are_those_of_pytorch(denoiser, t):
    z = np.random.default_rng(0).uniform(-2.5, 2.5, (20, 2))
    given = {"z": z.tolist(), "denoiser": denoiser, "t": t}
    got = math("given.z.map((z) => figure.guess(given.denoiser, z, given.t))", **given)
    np.testing.assert_allclose(got, guess(denoiser, torch.tensor(z), t), atol=1e-6)


@each
@pytest.mark.parametrize("steps", [1, 5, 40])
def test_ways_are_those_of_pytorch_and_go_straight_between_two_steps(denoiser, steps):
    given = {"denoiser": denoiser, "steps": steps}
    ways = math("figure.starts.map((z) => figure.way(given.denoiser, z, given.steps))", **given)
    starts = torch.tensor(stored("STARTS"), dtype=torch.float64).view(-1, 2)
    np.testing.assert_allclose(np.array(ways)[:, 0], starts)
    np.testing.assert_allclose(np.array(ways)[:, -1], ends(denoiser, starts, steps), atol=1e-5)
    for t, at in ((1.0, 0), (0.0, -1)):
        np.testing.assert_allclose(
            math("figure.place(given.way, given.t)", way=ways[3], t=t), ways[3][at], atol=1e-12
        )
    middle = math("figure.place(given.way, given.t)", way=ways[3], t=1 - 0.5 / steps)
    np.testing.assert_allclose(middle, np.mean(ways[3][:2], axis=0))


def test_the_score_is_the_slope_of_the_log_density():
    z = torch.tensor([[0.4, -0.9], [1.6, 0.2]], dtype=torch.float64, requires_grad=True)
    points, t = torch.tensor(stored("POINTS"), dtype=torch.float64).view(-1, 2), 0.4
    log_p = torch.logsumexp(-((z[:, None] - (1 - t) * points) ** 2).sum(2) / (2 * t**2), 1).sum()
    (slope,) = torch.autograd.grad(log_p, z)
    x = np.array(math("given.z.map((z) => figure.guess('ideal', z, 0.4))", z=z.tolist()))
    np.testing.assert_allclose(((1 - t) * x - z.detach().numpy()) / t**2, slope, atol=1e-9)


def counted(denoiser: str, steps: int) -> dict[str, int]:
    return math(
        "figure.count(figure.starts.map((z) => figure.way(given.denoiser, z, given.steps).at(-1)))",
        denoiser=denoiser, steps=steps,
    )  # fmt: skip


def test_the_ideal_denoiser_copies_and_the_net_draws_the_ring_as_the_figure_says():
    assert counted("ideal", 40) == {"copies": 30, "between": 0}
    net = counted("net", 40)
    assert net["between"] >= 15 and net["copies"] + net["between"] > 25


def test_the_goal_has_two_ways_the_net_and_steps_too_coarse_for_the_ideal():
    assert counted("ideal", 4)["between"] >= 15
    assert [counted("ideal", steps)["copies"] for steps in (12, 20, 50)] == [30] * 3


def test_one_step_leads_to_the_middle_of_all():
    ends = np.array(math("figure.starts.map((z) => figure.way('ideal', z, 1).at(-1))"))
    np.testing.assert_allclose(ends, 0, atol=1e-3)


def test_packing_in_8_bits_keeps_the_net():
    torch.manual_seed(1)
    net, z = diffusion.mlp(), torch.randn(50, 3)
    with torch.no_grad():
        torch.testing.assert_close(diffusion.unpacked(diffusion.packed(net))(z), net(z), atol=0.02, rtol=0)


def test_the_module_holds_points_on_the_ring_and_the_noises_of_the_script():
    points = torch.tensor(stored("POINTS")).view(-1, 2)
    torch.testing.assert_close(points, diffusion.training_points())
    torch.testing.assert_close(points.norm(dim=1), torch.full((12,), stored("RADIUS")), atol=1e-3, rtol=0)
    torch.testing.assert_close(torch.tensor(stored("STARTS")).view(-1, 2), diffusion.starts())


@each
def test_the_copied_cell_ends_where_the_figure_does(denoiser, capsys):
    cell = evaluate("diffusion-torch", "figure.torch(given)", denoiser=denoiser, steps=40, start=[0.6, -1.4])
    printed = run(cell, capsys)
    end = [float(v) for v in re.search(r"ends at \[(.*)\]", printed)[1].split(", ")]
    way = math("figure.way(given.denoiser, [0.6, -1.4], 40)", denoiser=denoiser)
    np.testing.assert_allclose(end, way[-1], atol=2e-3)


def test_the_state_in_javascript_starts_as_in_python():
    assert {key: trait.default_value for key, trait in DiffusionToy.state().items()} == {
        "denoiser": "ideal", "t": 1, "steps": 40, "x": 0.6, "y": -1.4, "guess": "",
    }  # fmt: skip


@slow
def test_ways_show_after_the_prediction_and_the_goal_is_reached_with_the_net(address, browser):
    with tab(browser) as page:
        visit(page, address, "diffusion")
        assert page.locator(".dlf-diffusion-ways").get_attribute("d") == ""
        drag(page, ".dlf-handle:has(.dlf-ring)", 40, -40)
        answer(page, "between")
        assert "Not quite" in page.locator(".dlf-predict [role=status]").inner_text()
        assert "M" in page.locator(".dlf-diffusion-ways").get_attribute("d")
        assert (reads(page, "x"), reads(page, "y")) == (0.6, -1.4)
        page.fill(".dlf input[name=t]", "0")
        assert status(page) == "At noise 0.00: 30 of 30 are copies, 0 on the ring between."
        page.select_option("[name=denoiser]", "net")
        expect(page.locator(".dlf-status")).to_contain_text("Reached.")
        drag(page, ".dlf-handle:has(.dlf-ring)", 40, -40)
        assert reads(page, "x") > 0.6 and reads(page, "y") > -1.4
        page.get_by_role("button", name="Step", exact=True).click()
        assert reads(page, "t") == 1
        assert page.complaints == []
