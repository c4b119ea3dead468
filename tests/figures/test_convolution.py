"""The convolution figure: its numbers against torch.nn.functional.conv2d, its cell, its use in a browser."""

import re

import numpy as np
import pytest
import torch
import traitlets
from playwright.sync_api import expect

from dlcourse.check import rng
from dlcourse.figures import Convolution
from tests.figures.node import evaluate
from tests.figures.test_arithmetic import run
from tests.figures.test_pages import answer, reads, status, visit
from tests.site.test_pages import tab

CALL = "given.cases.map(c => figure.convolve(c.image, c.n, c.kernel, c.k, c))"


def test_output_equals_conv2d_over_random_settings() -> None:
    generator = rng("figures.convolution")
    cases = []
    for _ in range(80):
        n, k, stride, padding, dilation = (
            int(v) for v in generator.integers([5, 2, 1, 0, 1], [13, 6, 4, 5, 4])
        )
        image, kernel = (generator.normal(size=m * m).round(2).tolist() for m in (n, k))
        cases.append(
            {"n": n, "k": k, "stride": stride, "padding": padding, "dilation": dilation}
            | {"image": image, "kernel": kernel}
        )
    for case, got in zip(cases, evaluate("convolution-math", CALL, cases=cases), strict=True):
        n, k = case["n"], case["k"]
        if n + 2 * case["padding"] < case["dilation"] * (k - 1) + 1:
            assert got == {"size": 0, "values": []}
            continue
        image = torch.tensor(case["image"], dtype=torch.float64).view(1, 1, n, n)
        kernel = torch.tensor(case["kernel"], dtype=torch.float64).view(1, 1, k, k)
        settings = {name: case[name] for name in ("stride", "padding", "dilation")}
        want = torch.nn.functional.conv2d(image, kernel, **settings)[0, 0].numpy()
        assert want.shape == (got["size"], got["size"])
        np.testing.assert_allclose(np.reshape(got["values"], want.shape), want, atol=1e-12)


CELL = "figure.torch({ ...given, size: Math.max(0, given.size) })"
SIZE = "figure.outputSize(given.n, given.k, given.stride, given.padding, given.dilation)"
NOW = {"n": 8, "stride": 1, "padding": 0, "dilation": 1, "row": 0, "column": 0}


@pytest.mark.parametrize(
    "now",
    [{}, {"stride": 2, "padding": 2, "row": 2, "column": 3}, {"k": 2, "dilation": 3, "padding": 1, "row": 4}],
    ids=["start", "stride", "dilation"],
)
def test_the_copied_cell_prints_the_output_that_is_shown(now, capsys):
    generator = rng("figures.convolution.cell")
    now = NOW | {"k": 3} | now
    now["image"] = generator.integers(0, 10, 64).tolist()
    now["kernel"] = generator.integers(-20, 20, now["k"] ** 2).astype(float).round(1).tolist()
    now["size"] = evaluate("convolution-math", SIZE, **now)
    shown = evaluate(
        "convolution-math", "figure.convolve(given.image, given.n, given.kernel, given.k, given)", **now
    )
    printed = run(evaluate("convolution-torch", CELL, **now), capsys)
    assert f"size {now['size']} {now['size']}" in printed
    said = float(re.search(r"out\[\d+, \d+\] = (\S+)", printed)[1])
    assert said == pytest.approx(shown["values"][now["row"] * now["size"] + now["column"]], abs=0.006)


def test_the_copied_cell_runs_where_the_kernel_does_not_fit(capsys):
    now = NOW | {"k": 5, "dilation": 3, "image": [0] * 64, "kernel": [1] * 25}
    now["size"] = evaluate("convolution-math", SIZE, **now)
    assert now["size"] < 1
    printed = run(evaluate("convolution-torch", CELL, **now), capsys)
    assert "Kernel size can't be greater than actual input size" in printed


@pytest.mark.parametrize("bad", ["1 2", "1 2 3", "", "1 " * 9, "10", "1.25", "a"])
def test_a_kernel_that_is_no_square_of_short_numbers_is_refused(bad):
    with pytest.raises(traitlets.TraitError, match="kernel"):
        Convolution(kernel=bad)


def numbers(page, board: int) -> np.ndarray:
    """What stands in the cells of the image (0) or of the output (1)."""
    texts = (
        page.locator(f".dlf-board >> nth={board}").locator("[role=img] .dlf-cell-text").all_text_contents()
    )
    side = round(len(texts) ** 0.5)
    return np.array([float(text.replace("−", "-")) for text in texts]).reshape(side, side)


def press(page, board: int, row: int, column: int, to: tuple[int, int] | None = None) -> None:
    """Press a cell of a board of 8 (the image) or 6 cells (the output at the start); drag to another one."""
    box = page.locator(f".dlf-board >> nth={board}").bounding_box()
    side, margin = box["width"] / 8, board
    at = [
        (box["x"] + (c + margin + 0.5) * side, box["y"] + (r + margin + 0.5) * side)
        for r, c in ((row, column), to or (row, column))
    ]
    page.mouse.move(*at[0])
    page.mouse.down()
    page.mouse.move(*at[1], steps=8)
    page.mouse.up()


slow = pytest.mark.slow


@slow
def test_the_image_is_painted_after_the_prediction_and_the_output_is_conv2d_of_it(address, browser):
    with tab(browser) as page:
        visit(page, address, "convolution")
        before = numbers(page, 0)
        press(page, 0, 0, 0)
        assert (numbers(page, 0) == before).all()
        answer(page, "all")
        assert "Not quite" in page.locator(".dlf-predict [role=status]").inner_text()
        page.get_by_label("brush").select_option("4")
        press(page, 0, 0, 1, to=(0, 6))
        image = numbers(page, 0)
        assert image[0].tolist() == [0, 4, 4, 4, 4, 4, 4, 0]
        page.get_by_text("outline", exact=True).click()
        page.fill("[name=padding]", "1")
        page.fill("[name=stride]", "2")
        kernel = torch.full((1, 1, 3, 3), -1.0)
        kernel[0, 0, 1, 1] = 8
        want = torch.nn.functional.conv2d(
            torch.tensor(image)[None, None].float(), kernel, stride=2, padding=1
        )
        np.testing.assert_array_equal(numbers(page, 1), want[0, 0])
        assert page.complaints == []


@slow
def test_a_pressed_output_shows_its_nine_products_and_their_sum(address, browser):
    with tab(browser) as page:
        visit(page, address, "convolution")
        answer(page, "shifts")
        press(page, 1, 4, 5)
        assert (reads(page, "row"), reads(page, "column")) == (4, 5)
        products = page.locator(".dlf-kernel b").all_inner_texts()
        assert products == ["= −9", "= 0", "= 0", "= −9", "= 0", "= 0", "= 0", "= 0", "= 0"]
        assert page.locator(".dlf-conv-sum").inner_text().endswith("= −18")
        assert numbers(page, 1)[4, 5] == -18


@slow
def test_shifting_the_image_shifts_the_output(address, browser):
    with tab(browser) as page:
        visit(page, address, "convolution")
        answer(page, "shifts")
        page.get_by_text("seven", exact=True).click()
        before = numbers(page, 1)
        page.get_by_role("button", name="Shift →").click()
        after = numbers(page, 1)
        np.testing.assert_array_equal(after[:, 2:], before[:, 1:-1])
        assert (after != before).any()


@slow
def test_by_keyboard_the_boards_are_painted_and_read_and_the_goal_is_reached(address, browser):
    with tab(browser, reduced_motion="reduce") as page:
        visit(page, address, "convolution")
        image, output = page.get_by_role("application").all()
        image.focus()
        page.keyboard.press("7")
        assert numbers(page, 0)[0, 0] == 0  # the prediction comes first
        answer(page, "shifts")
        image.focus()
        for key in ("ArrowRight", "ArrowDown", "7"):
            page.keyboard.press(key)
        assert numbers(page, 0)[1, 1] == 7
        output.focus()
        page.keyboard.press("ArrowDown")
        assert reads(page, "row") == 3
        assert page.get_by_text("Slide", exact=True).is_hidden()
        page.get_by_text("Step", exact=True).click()
        assert (reads(page, "row"), reads(page, "column")) == (3, 1)
        weights = page.locator(".dlf-kernel input")
        for i, value in enumerate(["1", "1", "1", "0", "0", "0", "-1", "-1", "-1"]):
            weights.nth(i).fill(value)
        assert "no vertical edge is seen" in status(page)
        assert page.locator(".dlf-reached").count() == 0
        page.fill("[name=dilation]", "2")
        assert page.locator(".dlf-conv-size b").last.inner_text() == "4"
        page.fill("[name=padding]", "2")
        assert page.locator(".dlf-conv-size b").last.inner_text() == "8"
        assert page.locator(".dlf-reached").count() == 1
        weights.nth(4).fill("")  # while it is typed, an empty field changes nothing
        assert page.locator(".dlf-reached").count() == 1
        weights.nth(4).fill("1")
        assert page.locator(".dlf-reached").count() == 0


@slow
def test_a_kernel_that_does_not_fit_leaves_no_output_and_the_address_keeps_a_drawing(address, browser):
    with tab(browser) as page:
        visit(page, address, "convolution")
        answer(page, "same")
        page.get_by_label("size", exact=True).or_(
            page.locator("[aria-label='kernel size']")
        ).first.select_option("5")
        page.fill("[name=dilation]", "3")
        assert "does not fit" in page.locator(".dlf-conv-size").inner_text()
        assert numbers(page, 1).size == 0
        page.get_by_text("Reset", exact=True).click()
        answer(page, "same")
        press(page, 0, 7, 7)
        page.wait_for_url(re.compile(r"#convolution\?image=\d{63}9"))
        link = page.url.partition("#")[2]
        page.goto("about:blank")
        visit(page, address, "convolution", f"#{link}&kernel=1+2")
        assert numbers(page, 0)[7, 7] == 9
        expect(page.locator(".dlf-kernel input")).to_have_count(9)
        assert page.complaints == []
