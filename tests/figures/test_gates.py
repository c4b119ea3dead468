"""The figure of gates: its units against PyTorch, the cell it copies, its use in a browser."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
import traitlets
from playwright.sync_api import expect

from dlcourse.figures import Gates
from tests.figures.node import evaluate
from tests.figures.test_arithmetic import run
from tests.figures.test_pages import answer, reads, status, visit
from tests.site.test_pages import tab

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
import gated_units

CELLS = ["RNN", "LSTM", "GRU"]
KEEPS = {"LSTM": 1, "GRU": 1}
STRINGS = [".", "+", "+-0.", ".-...+..............", "+0-0.+.-..+++---0..-....", "........................"]
slow = pytest.mark.slow
each = pytest.mark.parametrize("cell", CELLS)


def math(expression: str, **given):
    return evaluate("gates-math", expression, **given)


def unit(cell: str) -> gated_units.Unit:
    """The unit of the figure, as a module of PyTorch."""
    made = gated_units.unfolded(cell, evaluate("gates-weights", f"figure.UNITS.{cell}")).double()
    with torch.no_grad():
        for parameter in made.parameters():  # hundredths, as JavaScript has them
            parameter.copy_(parameter.mul(100).round() / 100)
    return made


def by_pytorch(cell: str, string: str, bias: float = 0.0) -> tuple[list, list, list]:
    """After each character: h, what is carried, and the gradient of the last h at that."""
    rnn = unit(cell).rnn
    step = getattr(torch.nn, f"{cell}Cell")(4, 1).double()
    step.load_state_dict({name.removesuffix("_l0"): value for name, value in rnn.state_dict().items()})
    if cell in KEEPS:
        step.bias_ih.data[KEEPS[cell]] += bias
    h = c = torch.zeros(1, 1, dtype=torch.float64)
    states, carried = [], []
    for character in string:
        x = F.one_hot(torch.tensor([gated_units.CHARACTERS.index(character)]), 4).double()
        if cell == "LSTM":
            h, c = step(x, (h, c))
        else:
            h = step(x, h)
        states.append(h)
        carried.append(c if cell == "LSTM" else h)
        carried[-1].retain_grad()
    h.backward()
    return [h.item() for h in states], [c.item() for c in carried], [c.grad.item() for c in carried]


@each
@pytest.mark.parametrize("bias", [-4.5, 0, 2])
def test_states_and_gradients_are_those_of_pytorch(cell, bias):
    every = math(
        "given.strings.map((text) => { const steps = figure.read(given.cell, text, given.bias);"
        " return [steps, figure.gradients(given.cell, steps)] })",
        strings=STRINGS, cell=cell, bias=bias,
    )  # fmt: skip
    for string, (steps, gradients) in zip(STRINGS, every, strict=True):
        states, carried, want = by_pytorch(cell, string, bias)
        np.testing.assert_allclose([step["h"] for step in steps], states, rtol=1e-6, atol=1e-9)
        mine = [step["c" if cell == "LSTM" else "h"] for step in steps]
        np.testing.assert_allclose(mine, carried, rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(gradients, want, rtol=1e-5)


@each
def test_the_numbers_at_a_step_explain_its_state(cell):
    for step in math("figure.read(given.cell, '+.-.0.', 0)", cell=cell):
        before = step["before"]
        if cell == "LSTM":
            assert step["c"] == pytest.approx(step["f"] * before["c"] + step["i"] * step["g"])
            assert step["h"] == pytest.approx(step["o"] * np.tanh(step["c"]))
        elif cell == "GRU":
            assert step["h"] == pytest.approx(step["z"] * before["h"] + (1 - step["z"]) * step["n"])
        else:
            w = evaluate("gates-weights", "figure.UNITS.RNN.h[0]")
            assert step["h"] == pytest.approx(np.tanh(w * before["h"] + step["from"][0]))


def test_what_is_wanted_is_the_last_sign_also_by_the_script():
    codes = gated_units.strings(20, torch.Generator().manual_seed(3))
    texts = ["".join(gated_units.CHARACTERS[code] for code in row) for row in codes]
    got = math("given.texts.map(figure.wanted)", texts=texts)
    np.testing.assert_array_equal(got, gated_units.wanted(codes))
    assert math("figure.wanted('.+.-..0.')") == [0, 1, 1, -1, -1, -1, 0, 0]


def test_the_units_are_as_right_as_they_say_and_the_rnn_is_not():
    right = evaluate("gates-weights", "figure.RIGHT")
    for cell in CELLS:
        assert gated_units.right(unit(cell).float(), seed=5) == pytest.approx(right[cell], abs=0.02)
    assert right["RNN"] < 0.9 < 0.99 < min(right["LSTM"], right["GRU"])


def test_the_figure_starts_with_what_its_question_and_its_alt_text_say():
    string = Gates.state()["string"].default_value
    plus = string.index("+")
    assert len(string) - 1 - plus == 14 and set(string[plus + 1 :]) == {"."}
    left = {}
    for cell in CELLS:
        answers = math("figure.read(given.cell, given.text, 0).map((s) => s.answer)", cell=cell, text=string)
        assert answers[-1] > 0.5
        left[cell] = by_pytorch(cell, string)[2][plus]
    assert abs(left["RNN"]) < 1e-9
    assert min(left["LSTM"], left["GRU"]) > 0.1
    dot = math("figure.read('LSTM', given.text, 0).at(-1)", text=string)
    assert dot["f"] > 0.95 and dot["i"] < 0.05


@each
def test_folding_a_unit_and_unfolding_it_changes_no_answer(cell):
    torch.manual_seed(0)
    trained = gated_units.train(cell, seed=1, steps=3)
    again = gated_units.unfolded(cell, gated_units.folded(trained))
    X = torch.eye(4)[gated_units.strings(5, torch.Generator().manual_seed(0))]
    with torch.no_grad():
        torch.testing.assert_close(again(X), trained(X), atol=0.05, rtol=0)
    assert f"  {cell}: " in gated_units.module({cell: gated_units.folded(trained)})


@slow
def test_training_an_lstm_again_finds_its_gates():
    weights = gated_units.folded(gated_units.train("LSTM", seed=0))
    assert gated_units.right(gated_units.unfolded("LSTM", weights)) > 0.97
    i, f, *_ = weights["x"]
    plus, minus, zero, dot = range(4)
    assert f[dot] > 2 > -2 > max(f[plus], f[minus], f[zero])
    assert min(i[plus], i[minus]) > 2 > -2 > max(i[zero], i[dot])


@each
@pytest.mark.parametrize("bias", [0, -3])
def test_the_copied_cell_prints_what_the_figure_shows(cell, bias, capsys):
    now = {"text": "..+-.0-...", "at": 8, "cell": cell, "bias": bias}
    printed = run(evaluate("gates-torch", "figure.torch(given)", **now), capsys)
    steps = math("figure.read(given.cell, given.text, given.bias).slice(0, given.at)", **now)
    gradients = math("figure.gradients(given.cell, given.steps)", cell=cell, steps=steps)
    h, said = re.match(r"h (\S+), answer (\S+)", printed).groups()
    assert float(h) == pytest.approx(steps[-1]["h"], abs=6e-4)
    assert float(said) == pytest.approx(steps[-1]["answer"], abs=6e-3)
    rows = re.findall(r"^(\S)  [ch] +(\S+)  gradient (\S+)$", printed, re.M)
    assert "".join(character for character, *_ in rows) == now["text"][:8]
    np.testing.assert_allclose([float(g) for *_, g in rows], gradients, rtol=0.06)


@pytest.mark.parametrize("bad", ["", "a", "+ -", "." * 25])
def test_a_string_of_other_characters_is_refused(bad):
    with pytest.raises(traitlets.TraitError, match="string"):
        Gates(string=bad)


@slow
def test_the_gradient_shows_after_the_prediction_and_the_strip_is_scrubbed(address, browser):
    with tab(browser, reduced_motion="reduce") as page:
        visit(page, address, "gates")
        assert page.get_by_text("predict first").is_visible()
        assert page.get_by_label("the string", exact=True).is_disabled()
        answer(page, "all")
        assert "Not quite" in page.locator(".dlf-predict [role=status]").inner_text()
        assert page.get_by_text("predict first").is_hidden()
        came = page.locator(".dlf-gate-formula").last
        gradient = by_pytorch("RNN", Gates.state()["string"].default_value)[2][5]
        assert f"RNN {gradient:.0e}".replace("-", "−") in came.inner_text()
        box = page.locator(".dlf-gate-here").bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2 - 10 * box["width"], box["y"] + box["height"] / 2)
        assert reads(page, "at") == 10
        assert page.get_by_text("Run", exact=True).is_hidden()
        page.get_by_text("Step", exact=True).click()
        assert reads(page, "at") == 11
        assert page.complaints == []


@slow
def test_a_string_is_typed_and_tapped_and_a_zero_reaches_the_goal(address, browser):
    with tab(browser) as page:
        visit(page, address, "gates")
        answer(page, "none")
        field = page.get_by_label("the string", exact=True)
        field.fill("+x..")
        assert reads(page, "at") == 3
        field.blur()
        expect(field).to_have_value("+..")
        field.fill("")
        field.blur()
        expect(field).to_have_value("+..")
        assert page.locator(".dlf-reached").count() == 0
        page.get_by_label("append 0, zero").click()
        expect(field).to_have_value("+..0")
        assert status(page).startswith("Wanted 0")
        assert page.locator(".dlf-reached").count() == 1
        page.fill("[name=bias]", "1")
        assert page.locator(".dlf-reached").count() == 0
        page.get_by_label("remove the last").click()
        expect(field).to_have_value("+..")
        for cell in CELLS:
            page.select_option("[name=cell]", cell)
            h = math("figure.read(given.cell, '+..', 1).at(-1).h", cell=cell)
            box = page.locator(".dlf svg[role=img] >> nth=0").locator(".dlf-value").all_text_contents()
            assert f"{h:.2f}" in box
        assert page.complaints == []
