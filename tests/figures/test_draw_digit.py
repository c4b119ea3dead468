"""The digit net: image and logits against Python, accuracy against its card; the figure in a browser."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from dlcourse.check import rng
from dlcourse.figures import DrawDigit, bundle
from tests.figures.node import evaluate
from tests.figures.test_arithmetic import run
from tests.figures.test_pages import answer, reads, status, visit
from tests.site.test_pages import tab

SCRIPTS = Path(__file__).parents[2] / "scripts"
sys.path.append(str(SCRIPTS))

import draw_digit  # noqa: E402
import strokes as written_by  # noqa: E402

slow = pytest.mark.slow
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
MODULE = (bundle.FOLDER / draw_digit.WEIGHTS).read_text("utf8")


def math(expression: str, **given):
    return evaluate("draw_digit-math", expression, **given)


def examples() -> list[str]:
    return evaluate("draw_digit-examples", "figure.EXAMPLES")


def strange() -> dict[str, str]:
    return evaluate("draw_digit-examples", "figure.STRANGE")


def pixels(drawings: list[str], prepared: bool = True) -> np.ndarray:
    """The images that the figure makes of drawings."""
    call = "given.drawings.map((d) => [...figure.image(figure.parse(d), given.prepared)])"
    return np.array(math(call, drawings=drawings, prepared=prepared)).reshape(-1, 16, 16)


def scribbles(count: int) -> list[list[list[list[int]]]]:
    """Drawings of random places: dots, lines, and places that stand twice."""
    generator = rng("figures.draw_digit")
    made = []
    for _ in range(count):
        lengths = generator.integers(1, 9, generator.integers(1, 4))
        made.append(
            [generator.integers(0, 64, (n, 2)).repeat(generator.integers(1, 3), 0).tolist() for n in lengths]
        )
    return made


def text(drawing: list) -> str:
    return ".".join("".join(LETTERS[v] for place in stroke for v in place) for stroke in drawing)


@pytest.fixture(scope="module")
def net() -> torch.nn.Sequential:
    """The net of the committed weights, in 64 bits."""
    return draw_digit.unpacked(MODULE).double()


@pytest.fixture(scope="module")
def images() -> torch.Tensor:
    """The examples, what is strange, scribbles and an empty sheet, as the figure's images."""
    drawings = [*examples(), *strange().values(), *map(text, scribbles(20)), ""]
    return torch.tensor(pixels(drawings))[:, None]


@pytest.mark.parametrize("prepared", [True, False])
def test_the_image_is_the_one_that_the_net_was_trained_on(prepared):
    drawings = scribbles(60)
    got = pixels([text(drawing) for drawing in drawings], prepared)
    scale = 1 if prepared else 0.25
    want = np.array([written_by.image([np.array(s) * scale for s in d], prepare=prepared) for d in drawings])
    np.testing.assert_allclose(got, want, atol=1.01 / 255)  # where rounding is a tie, a step apart
    assert (np.abs(got - want) < 1e-9).mean() > 0.999
    assert 0 < want.mean() < 1


def test_a_drawing_survives_being_written_and_read():
    drawings = scribbles(20)
    call = "given.drawings.map((d) => [figure.write(d), figure.parse(figure.write(d))])"
    for drawing, (written, again) in zip(drawings, math(call, drawings=drawings), strict=True):
        assert written == text(drawing)
        assert again == drawing
        assert DrawDigit(strokes=written).strokes == written


def test_maps_and_logits_are_those_of_torch(net, images):
    call = """given.images.map((x) => { const r = figure.forward(x);
        return { first: [...r.maps[0]], second: [...r.maps[1]], logits: r.logits, p: r.p } })"""
    got = math(call, images=images.flatten(1).tolist())
    with torch.no_grad():
        want = {"first": net[:2](images), "second": net[:5](images), "logits": net(images)}
    want["p"] = want["logits"].softmax(1)
    assert want["logits"].abs().max() > 1
    for part, values in want.items():
        mine = np.array([result[part] for result in got]).reshape(values.shape)
        np.testing.assert_allclose(mine, values, atol=1e-4, err_msg=part)


def test_what_counts_is_what_the_answer_loses_under_a_patch(net, images):
    x = images[3]
    with torch.no_grad():
        p = net(x[None]).softmax(1)[0]
        lost, times = np.zeros((16, 16)), np.zeros((16, 16))
        for top in range(0, 13, 2):
            for left in range(0, 13, 2):
                covered = x.clone()
                covered[:, top : top + 4, left : left + 4] = 0
                lost[top : top + 4, left : left + 4] += (p - net(covered[None]).softmax(1)[0])[3].item()
                times[top : top + 4, left : left + 4] += 1
    got = math("[...figure.occlusion(Float64Array.from(given.x), 3)]", x=x.flatten().tolist())
    np.testing.assert_allclose(np.reshape(got, (16, 16)), lost / times, atol=1e-4)
    assert np.max(got) > 0.05


@pytest.mark.parametrize("layer", [0, 1])
def test_a_cell_sees_the_pixels_from_which_a_gradient_comes(layer):
    net = draw_digit.build()
    for part in draw_digit.layers(net):
        torch.nn.init.ones_(part.weight)
    stack = [torch.nn.AvgPool2d(2) if isinstance(part, torch.nn.MaxPool2d) else part for part in net]
    seen = torch.nn.Sequential(*stack[: 1 + 3 * layer])
    side = 16 // (layer + 1)
    cells = [divmod(i, side) for i in range(side**2)]
    fields = math("given.cells.map((cell) => figure.field(given.layer, ...cell))", cells=cells, layer=layer)
    for (row, column), (top, left, bottom, right) in zip(cells, fields, strict=True):
        x = torch.ones(1, 1, 16, 16, requires_grad=True)
        seen(x)[0, 0, row, column].backward()
        rows, columns = torch.nonzero(x.grad[0, 0], as_tuple=True)
        assert [top, left] == [rows.min(), columns.min()]
        assert [bottom, right] == [rows.max() + 1, columns.max() + 1]


@slow
def test_the_card_says_how_well_these_weights_read_what_they_never_saw():
    net = draw_digit.unpacked(MODULE)
    right = evaluate("draw_digit-weights", "figure.RIGHT")
    card = (bundle.FOLDER / draw_digit.CARD).read_text("utf8")
    rows = re.findall(r"^\| ([\w ]+) \| .* \| (\d+) \| ([\d.]+) % \|$", card, re.M)
    data = draw_digit.unseen()
    assert {name for name, *_ in rows} == set(data) == set(right)
    for name, count, share in rows:
        measured = draw_digit.accuracy(net, *data[name])
        assert int(count) == len(data[name][1]) >= 100
        # other versions of Pillow and scikit-image draw and thin a little differently
        assert measured == pytest.approx(float(share) / 100, abs=0.01), name
        assert measured == pytest.approx(right[name], abs=0.01), name
    assert f"{sum(p.numel() for p in net.parameters()):,} parameters" in card
    assert right["handwriting"] > 0.9 and right["printed fonts"] > 0.9
    digits = data["handwriting"][1].bincount(minlength=10)
    assert digits.min() > 30  # no digit is left out


@slow
def test_the_map_that_is_called_dead_is_the_only_one():
    net = draw_digit.unpacked(MODULE)
    X = torch.cat([images for images, _ in draw_digit.unseen().values()])
    with torch.no_grad():
        dead = [(net[:stop](X).amax((0, 2, 3)) == 0).nonzero().flatten().tolist() for stop in (2, 5)]
    assert dead == [[], [13 - 1]]


def test_no_form_is_in_two_parts():
    groups = [group for group, *_ in written_by.handwriting()]
    parts = [set(draw_digit.TRAIN), set(draw_digit.CHECK), set(draw_digit.TEST)]
    assert set(groups) == set.union(*parts)
    assert sum(map(len, parts)) == len(set(groups))
    assert groups == sorted(groups)


@pytest.mark.weekly
def test_training_twice_gives_the_same_weights(tmp_path):
    seen = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        options = ["--drawings", "100", "--rounds", "1", "--epochs", "1", "--output", str(tmp_path / name)]
        command = [sys.executable, str(SCRIPTS / "draw_digit.py"), *options]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        seen.append((tmp_path / name / draw_digit.WEIGHTS).read_text("utf8"))
        assert (tmp_path / name / draw_digit.CARD).exists()
    assert seen[0] == seen[1] != MODULE
    assert draw_digit.unpacked(seen[0])[0].weight.std() > 0


def guesses(drawings: list[str], prepared: bool = True) -> list[tuple[int, float]]:
    call = "given.images.map((x) => figure.forward(x).p).map((p) => [figure.best(p), Math.max(...p)])"
    return math(call, images=pixels(drawings, prepared).reshape(-1, 256).tolist())


def test_the_examples_are_read_and_in_the_corner_only_if_they_are_prepared():
    drawn = examples()
    assert drawn[7] == DrawDigit.state()["strokes"].default_value
    for digit, (got, share) in enumerate(guesses(drawn)):
        assert (got, share > 0.9) == (digit, True)
    small = math("given.all.map((d) => figure.write(figure.cornered(figure.parse(d))))", all=drawn)
    assert [digit for digit, _ in guesses(small)] == list(range(10))
    assert guesses(small, prepared=False)[7][0] != 7
    assert sum(got == digit for digit, (got, _) in enumerate(guesses(small, prepared=False))) < 3


def test_where_it_fails_it_does():
    answers = dict(zip(strange(), guesses(list(strange().values())), strict=True))
    assert answers["a 1 like a tent"][0] != 1
    assert answers["a 7 on its side"][0] != 7
    assert answers["a 3 in a mirror"][0] != 3
    assert answers["a scribble"][1] > 0.9  # sure of what is no digit


@pytest.mark.parametrize("digit", [3, 7])
def test_the_copied_cell_prints_the_probabilities_that_are_shown(digit, capsys):
    [x] = pixels([examples()[digit]]).reshape(1, -1)
    printed = run(evaluate("draw_digit-torch", "figure.torch(given.x)", x=x.tolist()), capsys)
    shown = math("figure.forward(given.x).p", x=x.tolist())
    said = [float(value) for value in re.findall(r"^\d: ([\d.]+)$", printed, re.M)]
    assert said == pytest.approx(shown, abs=6e-4)


def shares(page) -> list[float]:
    """The percentages beside the bars."""
    texts = page.locator(".dlf-digits td:last-child").all_inner_texts()
    return [float(text.strip("◂ %")) for text in texts]


def strokes_of(page) -> int:
    """How many strokes there are on the sheet."""
    return page.locator(".dlf-pen").get_attribute("d").count("M")


def place(page, x: float, y: float) -> tuple[float, float]:
    """Where a place of the sheet, 64 x 64, is on the screen."""
    box = page.locator(".dlf-board").first.bounding_box()
    return box["x"] + (x + 0.5) * box["width"] / 64, box["y"] + (y + 0.5) * box["height"] / 64


def stroke(page, *places: tuple[float, float]) -> None:
    page.locator(".dlf-board").first.scroll_into_view_if_needed()
    page.mouse.move(*place(page, *places[0]))
    page.mouse.down()
    for at in places[1:]:
        page.mouse.move(*place(page, *at), steps=6)
    page.mouse.up()


LOOP = ((17, 15), (17, 20), (20, 28), (27, 32), (36, 30), (42, 22))


@slow
def test_one_stroke_on_the_seven_makes_a_nine_after_the_prediction(address, browser):
    with tab(browser) as page:
        visit(page, address, "draw_digit")
        before = shares(page)
        assert np.argmax(before) == 7 and before[7] > 90
        stroke(page, *LOOP)
        assert shares(page) == before
        answer(page, "yes")
        assert "Not quite" in page.locator(".dlf-predict [role=status]").inner_text()
        stroke(page, *LOOP)
        assert np.argmax(shares(page)) == 9
        assert "now a 9, reached" in status(page)
        assert page.locator(".dlf-reached").count() == 1
        page.get_by_text("Undo", exact=True).click()
        assert shares(page) == before
        page.get_by_text("Clear", exact=True).click()
        assert "The sheet is empty" in status(page)
        assert page.complaints == []


@slow
def test_a_finger_draws(address, browser):
    with tab(browser, width=360, has_touch=True) as page:
        visit(page, address, "draw_digit")
        answer(page, "no")
        page.get_by_text("Clear", exact=True).click()
        page.locator(".dlf-board").first.scroll_into_view_if_needed()
        touch = page.context.new_cdp_session(page)
        for i, y in enumerate(range(8, 57, 6)):
            x, y = place(page, 32, y)
            kind = "touchMove" if i else "touchStart"
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        assert np.argmax(shares(page)) == 1
        assert strokes_of(page) == 1


@slow
def test_taps_can_be_joined(address, browser):
    with tab(browser) as page:
        visit(page, address, "draw_digit")
        answer(page, "no")
        page.get_by_text("Clear", exact=True).click()
        page.get_by_label("pen", exact=True).select_option("join")
        for at in ((14, 12), (50, 12), (32, 54)):
            stroke(page, at)
        assert np.argmax(shares(page)) == 7
        assert strokes_of(page) == 1
        page.get_by_text("Lift", exact=True).click()
        stroke(page, (20, 34))
        assert strokes_of(page) == 2


@slow
def test_by_keyboard_alone_a_digit_is_drawn(address, browser):
    with tab(browser) as page:
        visit(page, address, "draw_digit")
        sheet = page.get_by_role("application").first
        before = shares(page)
        sheet.focus()
        page.keyboard.press("Space")
        assert shares(page) == before
        page.locator(".dlf-predict button").first.focus()
        page.keyboard.press("Enter")
        page.get_by_text("Clear", exact=True).focus()
        page.keyboard.press("Enter")
        sheet.focus()
        page.keyboard.press("Space")
        for _ in range(9):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        assert strokes_of(page) == 1
        assert np.argmax(shares(page)) == 1
        page.keyboard.press("Escape")
        assert "lifted" in status(page)
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Enter")
        assert strokes_of(page) == 2


@slow
def test_in_the_corner_the_seven_is_lost_as_drawn_and_found_when_prepared(address, browser):
    with tab(browser) as page:
        visit(page, address, "draw_digit")
        answer(page, "no")
        page.get_by_text("Into a corner").last.click()
        assert np.argmax(shares(page)) == 7
        page.select_option("[name=prepared]", "as drawn")
        assert np.argmax(shares(page)) != 7


@slow
def test_a_map_is_looked_into_and_what_counts_is_shown(address, browser, net):
    with tab(browser) as page:
        visit(page, address, "draw_digit")
        answer(page, "no")
        assert page.locator(".dlf-weights .dlf-cell").count() == 25
        page.fill("[name=row]", "15")
        page.get_by_label("map 10 of layer 2").click()
        assert page.locator(".dlf-weights .dlf-cell").count() == 72
        assert reads(page, "row") == 7
        chosen = page.get_by_role("application").last
        chosen.focus()
        page.keyboard.press("ArrowUp")
        assert reads(page, "row") == 6
        x = torch.tensor(pixels([examples()[7]]))[:, None]
        value = net[:5](x)[0, 9, 6, int(reads(page, "column"))].item()
        assert f"of map 10 in layer 2 is {value:.2f}." in page.locator(".dlf-look p").last.inner_text()
        frame = page.locator(".dlf-board >> nth=1").locator(".dlf-board-field")
        assert frame.is_visible()
        page.select_option("[name=shows]", "what counts")
        assert frame.is_hidden()
        assert page.locator(".dlf-cell-inked").count() > 10
        page.get_by_text("Where it fails").click()
        page.get_by_text("a 1 like a tent").click()
        assert np.argmax(shares(page)) != 1
        assert (
            f"{100 * evaluate('draw_digit-weights', 'figure.RIGHT')['handwriting']:.1f} %"
            in page.locator("details").last.inner_text()
        )


@slow
def test_the_address_keeps_a_drawing_and_refuses_what_is_none(address, browser):
    with tab(browser) as page:
        visit(page, address, "draw_digit")
        answer(page, "no")
        page.get_by_role("button", name="3", exact=True).click()
        page.wait_for_url(re.compile(r"#draw_digit\?strokes="))
        link = page.url.partition("#")[2]
        page.goto("about:blank")
        visit(page, address, "draw_digit", f"#{link}&map=3.1&row=99")
        assert np.argmax(shares(page)) == 3
        page.goto("about:blank")
        visit(page, address, "draw_digit", "#draw_digit?strokes=abc")
        assert np.argmax(shares(page)) == 7
        assert page.complaints == []
