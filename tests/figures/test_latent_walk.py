"""The latent walk: its drawings against PyTorch, its holes, the cell it copies, its use in a browser."""

import json
import re
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from playwright.sync_api import expect

from dlcourse.figures import LatentWalk
from tests.figures.node import evaluate
from tests.figures.test_arithmetic import run
from tests.figures.test_pages import answer, drag, reads, status, visit
from tests.site.test_pages import tab

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
import latent_walk

slow = pytest.mark.slow
each = pytest.mark.parametrize("net", latent_walk.NETS)


def math(expression: str, **given):
    return evaluate("latent_walk-math", expression, **given)


def stored(name: str):
    return evaluate("latent_walk-weights", f"figure.{name}")


def trained(net: str) -> latent_walk.Trained:
    """A net as the figure has it, in double precision."""
    made = latent_walk.unpacked(stored("NETS")[net])
    return latent_walk.Trained(made.decoder.double(), made.codes.double())


def start() -> tuple[list[float], list[float]]:
    """Flag and ring as the figure begins."""
    value = {key: trait.default_value for key, trait in LatentWalk.state().items()}
    return [value["f1"], value["f2"]], [value["z1"], value["z2"]]


@each
def test_drawings_and_walks_are_those_of_pytorch(net):
    decoder = trained(net).decoder
    codes = np.random.default_rng(0).uniform(-3, 3, (40, 2)).round(1)
    got = math(
        "given.codes.map((code) => Array.from(figure.decode(given.net, code)))", net=net, codes=codes.tolist()
    )
    with torch.no_grad():
        np.testing.assert_allclose(got, decoder(torch.tensor(codes)), atol=1e-6)
        flag, ring = torch.tensor(codes[:2])
        parts = torch.linspace(0, 1, 9, dtype=torch.float64)[:, None]
        line = decoder(flag + parts * (ring - flag))
    rows = math(
        "figure.walk(given.net, given.flag, given.ring)"
        ".map((row) => row.map((place) => Array.from(place.image)))",
        net=net, flag=flag.tolist(), ring=ring.tolist(),
    )  # fmt: skip
    np.testing.assert_allclose(rows[0], line, atol=1e-6)
    np.testing.assert_allclose(rows[1], line[0] + parts * (line[-1] - line[0]), atol=1e-6)


def test_the_digits_are_test_digits_of_the_chapter_and_the_nearest_is_numpys():
    _, shown, kinds, others = latent_walk.chosen()
    digits = np.array(math("figure.digits.map((digit) => Array.from(digit))"))
    np.testing.assert_array_equal(digits, shown)
    np.testing.assert_array_equal(math("figure.kinds"), kinds)
    assert np.bincount(kinds).tolist() == [15] * 10
    images = others[:50].double().numpy()
    got = math("given.images.map(figure.nearest)", images=images.tolist())
    errors = ((images[:, None] - digits) ** 2).mean(2)
    np.testing.assert_array_equal([near["index"] for near in got], errors.argmin(1))
    np.testing.assert_allclose([near["error"] for near in got], errors.min(1), rtol=1e-9)
    assert [near["kind"] for near in got] == kinds[errors.argmin(1)].tolist()
    assert [near["unlike"] for near in got] == (errors.min(1) > stored("LIMIT")).tolist()
    assert stored("LIMIT") == latent_walk.limit(shown, others)
    assert (latent_walk.nearest(others, shown) > stored("LIMIT")).float().mean() == pytest.approx(
        0.05, abs=0.01
    )


def test_the_shares_on_the_figure_are_measured_and_hold_for_other_draws():
    _, shown, kinds, _ = latent_walk.chosen()
    for net, facts in stored("FACTS").items():
        made = latent_walk.unpacked(stored("NETS")[net])
        assert latent_walk.measured(made, shown, kinds, stored("LIMIT")) == facts
        other = latent_walk.measured(made, shown, kinds, stored("LIMIT"), seed=5)
        assert other == pytest.approx(facts, abs=0.03)
        assert facts["nearer"] > 0.7
    auto, vae = stored("FACTS").values()
    assert auto["random"] > 0.05 > 0.002 > vae["random"]
    assert max(auto["between"], vae["between"]) < 0.002


def test_holes_lie_beside_the_codes_as_the_answer_says():
    cells, middles = math("[figure.holes('autoencoder', 40), figure.middles(40)]")
    holes = torch.tensor(middles)[torch.tensor(cells)].double()
    assert 0.1 < len(holes) / 1600 < 0.5
    codes = trained("autoencoder").codes
    assert torch.cdist(holes, codes).min() > 0.25
    assert not any(math("figure.holes('VAE', 40)"))
    # no hole lies on a line between two codes: all of them, nine places each
    a, b = torch.combinations(torch.arange(len(codes))).T
    parts = torch.linspace(0, 1, 9, dtype=torch.float64)[:, None, None]
    with torch.no_grad():
        drawn = trained("autoencoder").decoder(codes[a] + parts * (codes[b] - codes[a]))
    shown = latent_walk.chosen()[1].double()
    assert (latent_walk.nearest(drawn.flatten(0, 1), shown) > stored("LIMIT")).double().mean() < 0.001


def test_the_alt_text_says_what_the_start_shows():
    flag, ring = start()
    rows = math(
        "figure.walk('autoencoder', given.flag, given.ring).map((row) => row.map((place) => place.kind))",
        flag=flag, ring=ring,
    )  # fmt: skip
    *first, last = map(str, rows[0])
    assert f"nine drawings look like {', '.join(first)} and {last}." in LatentWalk.alt
    assert rows[1] == [6] * 5 + [3] * 4
    holes = np.array(math("figure.holes('autoencoder', 40)")).reshape(40, 40)
    assert holes[:, 30:].mean() > 0.7 > 0.1 > holes[:, :30].mean()


def test_moving_and_stretching_codes_changes_no_reconstruction():
    torch.manual_seed(0)
    X = torch.rand(200, 64)
    encoder, decoder = latent_walk.train("autoencoder", X, steps=5)
    with torch.no_grad():
        before = decoder(encoder(X))
        moved = latent_walk.whitened(encoder, decoder, X, X)
        torch.testing.assert_close(moved.decoder(moved.codes), before, atol=1e-5, rtol=0)
    torch.testing.assert_close(moved.codes.mean(0), torch.zeros(2), atol=1e-4, rtol=0)
    torch.testing.assert_close(torch.cov(moved.codes.T, correction=0), torch.eye(2), atol=1e-3, rtol=0)


def test_packing_in_8_bits_keeps_the_drawings_and_the_module_holds_them():
    _, shown, kinds, _ = latent_walk.chosen()
    torch.manual_seed(1)
    net = latent_walk.Trained(latent_walk.decoder(), torch.randn(len(shown), 2))
    again = latent_walk.unpacked(latent_walk.packed(net))
    with torch.no_grad():
        torch.testing.assert_close(again.decoder(net.codes), net.decoder(net.codes), atol=0.01, rtol=0)
    torch.testing.assert_close(again.codes, net.codes, atol=0.0051, rtol=0)
    written = latent_walk.module({"VAE": net}, shown, kinds, 0.06)
    (row,) = re.findall(r'^  "VAE": (.*),$', written, re.M)
    assert json.loads(row) == latent_walk.packed(net)


@slow
def test_training_again_finds_holes_in_the_autoencoder_alone():
    X, shown, kinds, others = latent_walk.chosen()
    most = latent_walk.limit(shown, others)
    facts = {
        net: latent_walk.measured(latent_walk.make(net, X, shown, seed=1), shown, kinds, most)
        for net in latent_walk.NETS
    }
    assert facts["autoencoder"]["random"] > 0.02 > 0.005 > facts["VAE"]["random"]
    assert max(fact["between"] for fact in facts.values()) < 0.005


@each
def test_the_copied_cell_draws_the_middle_of_the_walk(net, capsys):
    flag, ring = start()
    printed = run(
        evaluate("latent_walk-torch", "figure.torch(given)", net=net, **{"from": flag, "to": ring}), capsys
    )
    rows = math(
        "figure.walk(given.net, given.flag, given.ring).map((row) => Array.from(row[4].image))",
        net=net, flag=flag, ring=ring,
    )  # fmt: skip
    _, line, faded = re.split(r"^.* halfway\n", printed, flags=re.M)
    for text, pixels in zip((line, faded), rows, strict=True):
        said = [" .:-=+*#%@".index(letter) for letter in text.replace("\n", "")]
        np.testing.assert_allclose(said, 9.99 * np.array(pixels), atol=1.001)


def names(page, row: int) -> str:
    return "".join(page.locator(".dlf-walk-names").nth(row).locator("span").all_inner_texts())


@slow
def test_holes_show_after_the_prediction_and_the_ring_is_walked(address, browser):
    with tab(browser) as page:
        visit(page, address, "latent_walk")
        assert page.locator(".dlf-walk-hole").get_attribute("d") == ""
        assert page.locator(".dlf-walk-facts").inner_text() == ""
        drag(page, ".dlf-handle:has(.dlf-walk-end)", 40, 40)
        paper = page.get_by_role("application")
        paper.focus()
        page.keyboard.press("ArrowLeft")
        assert names(page, 0) == "666118833"  # the prediction comes first
        answer(page, "between")
        assert "Not quite" in page.locator(".dlf-predict [role=status]").inner_text()
        assert "M" in page.locator(".dlf-walk-hole").get_attribute("d")
        assert "the VAE 0.03 %" in page.locator(".dlf-walk-facts").inner_text()
        paper.focus()
        for key in ("ArrowLeft", "ArrowDown", "ArrowDown"):
            page.keyboard.press(key)
        assert (reads(page, "z1"), reads(page, "z2")) == pytest.approx((0.2, 1.1))
        unit = page.locator(".dlf-gan-plane").bounding_box()["width"] / 6
        drag(page, ".dlf-handle:has(.dlf-walk-end)", 2.4 * unit, 0)
        assert reads(page, "z1") == pytest.approx(2.6, abs=0.11)
        assert names(page, 0).endswith("✕")
        expect(page.locator("figcaption").last).to_contain_text("unlike")
        page.select_option("[name=net]", "VAE")
        assert page.locator(".dlf-walk-hole").get_attribute("d") == ""
        assert "✕" not in names(page, 0)
        assert page.complaints == []


@slow
def test_the_flag_is_moved_and_the_goal_is_reached(address, browser):
    with tab(browser) as page:
        visit(page, address, "latent_walk")
        assert status(page) == "The line of codes: 4 kinds; faded: 2 kinds."
        answer(page, "beside")
        unit = page.locator(".dlf-gan-plane").bounding_box()["width"] / 6
        drag(page, ".dlf-handle:has(.dlf-walk-flag) .dlf-grip", unit, -unit)
        assert (reads(page, "f1"), reads(page, "f2")) == pytest.approx((-0.6, -0.5), abs=0.21)
        page.get_by_role("button", name="Flag to the ring").click()
        assert (reads(page, "f1"), reads(page, "f2")) == (0.3, 1.3)
        assert len(set(names(page, 0))) == 1
        for key, value in {"f1": -2.2, "f2": -1.2, "z1": 1.5, "z2": 2}.items():
            page.fill(f".dlf input[name={key}]", str(value))
        assert names(page, 0) == "611183990"
        assert "Reached." in status(page)
        page.get_by_role("button", name="Swap").click()
        assert names(page, 0) == "099381116"
        page.fill(".dlf input[name=z1]", "3")
        assert "unlike" in status(page)
        assert page.locator(".dlf-reached").count() == 0
        page.select_option("[name=plane]", "drawings")
        assert page.locator(".dlf-gan-plane text").first.is_hidden()
        assert page.complaints == []
