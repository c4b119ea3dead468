"""The attention figure: its numbers against PyTorch, its head, its cell, its use in a browser."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
import traitlets
from playwright.sync_api import expect

from dlcourse.check import rng
from dlcourse.figures import Attention
from tests.figures.node import evaluate
from tests.figures.test_arithmetic import run
from tests.figures.test_pages import answer, drag, reads, status, visit
from tests.site.test_pages import tab

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
import attention_head

slow = pytest.mark.slow


def math(expression: str, **given):
    return evaluate("attention-math", expression, **given)


def vectors(words: list[str], head: str = "trained", moves: str = "") -> dict[str, list]:
    return math("figure.vectors(given.words, given.head, given.moves)", words=words, head=head, moves=moves)


def stored(name: str) -> list[torch.Tensor]:
    """Queries, keys and values of a head as the figure has them."""
    rows = torch.tensor(list(evaluate("attention-weights", f"figure.{name}").values()))
    return list(rows.split([2, 2, 4], 1))


@pytest.mark.parametrize("past", [False, True])
@pytest.mark.parametrize("divide", [False, True])
def test_attention_is_that_of_pytorch_and_of_the_chapter(divide, past):
    generator = rng("figures.attention")
    cases = []
    for length in (1, 2, 5, 8):
        for size in (0.1, 3.0, 40.0):
            Q, K = generator.normal(size=(2, length, 2)) * size
            V = generator.normal(size=(length, 4))
            cases.append({"Q": Q.tolist(), "K": K.tolist(), "V": V.tolist()})
    got = math("given.cases.map((c) => figure.attend(c, given))", cases=cases, divide=divide, past=past)
    for case, mine in zip(cases, got, strict=True):
        Q, K, V = (torch.tensor(case[name], dtype=torch.float64) for name in "QKV")
        mask = torch.ones(len(Q), len(K)).tril().bool() if past else None
        want = F.scaled_dot_product_attention(Q, K, V, attn_mask=mask, scale=None if divide else 1.0)
        np.testing.assert_allclose(mine["outputs"], want, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(mine["scores"], Q @ K.T, rtol=1e-9, atol=1e-12)
        weights = np.array(mine["weights"])
        np.testing.assert_allclose(weights.sum(1), 1)
        if past:
            assert not np.triu(weights, 1).any()


def test_order_does_not_matter_to_the_weights_as_the_question_says():
    words = Attention.state()["words"].default_value.split()
    weights = []
    for order in (words, words[::-1]):
        own = vectors(order)
        weights.append(np.array(math("figure.attend(given, { divide: true, past: false }).weights", **own)))
    np.testing.assert_allclose(weights[1], weights[0][::-1, ::-1], atol=1e-12)
    assert words[weights[0][words.index("bank")].argmax()] == "river"


def test_the_numbers_that_the_alt_text_names_are_those_of_the_start():
    words = Attention.state()["words"].default_value.split()
    weights = math("figure.attend(given, { divide: true, past: false }).weights", **vectors(words))
    bank, bat = weights[words.index("bank")], weights[words.index("bat")]
    assert f"bank gives {bank[words.index('river')]:.2f} of its weight to river" in Attention.alt
    assert f"bat {bat[words.index('flew')]:.2f} to flew" in Attention.alt


def test_a_dragged_vector_is_kept_by_word_to_a_tenth_and_inside_the_plane():
    moves = math("figure.moved(figure.moved('', 'bank', 'q', [1.234, -0.01]), 'the', 'k', [9, -9])")
    assert moves == "bank:q:1.2:0.0 the:k:4.0:-4.0"
    moves = math("figure.moved(given.moves, 'bank', 'q', [0.5, 0.5])", moves=moves)
    assert moves == "bank:q:0.5:0.5 the:k:4.0:-4.0"
    assert Attention(moves=moves).moves == moves
    own = vectors(["the", "bank", "the"], moves=moves)
    before = vectors(["the", "bank", "the"])
    assert own["Q"][1] == [0.5, 0.5]
    assert own["K"][0] == own["K"][2] == [4, -4]
    assert (own["K"][1], own["Q"][0], own["V"]) == (before["K"][1], before["Q"][0], before["V"])


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("words", ""), ("words", "the  bank"), ("words", "the dog"), ("words", " ".join(["the"] * 9)),
        ("moves", "bank:q:1.2"), ("moves", "bank:v:1.0:1.0"), ("moves", "bank:q:4.1:0.0"),
        ("moves", "x:q:1.0:1.0"), ("moves", " ".join(["bank:q:1.0:1.0"] * 41)),
    ],
)  # fmt: skip
def test_words_and_places_that_the_head_does_not_know_are_refused(key, bad):
    with pytest.raises(traitlets.TraitError, match=key):
        Attention(**{key: bad})


def test_the_head_knows_the_words_of_its_script_and_is_as_right_as_it_says():
    for name in ("TRAINED", "FRESH"):
        assert list(evaluate("attention-weights", f"figure.{name}")) == list(attention_head.WORDS)
    right = evaluate("attention-weights", "figure.RIGHT")
    measured = {name: attention_head.accuracy(stored(name), size=500, seed=77) for name in right}
    for name, share in right.items():
        assert measured[name] == pytest.approx(share, abs=0.06)
    assert right["TRAINED"] > 0.99 > 0.5 > right["FRESH"]


def test_a_word_without_a_hint_is_left_open():
    q, k, v = (table[[attention_head.WORDS.index(w) for w in ("the", "bank")]] for table in stored("TRAINED"))
    money, water, *rest = F.scaled_dot_product_attention(q, k, v)[1].softmax(-1).tolist()
    assert 0.3 < money < 0.7 and 0.3 < water < 0.7 and max(rest) < 0.05


def test_the_script_writes_modules_that_hold_what_it_measured():
    _, head = attention_head.train(steps=2)
    tables = attention_head.rounded(head)
    written = attention_head.module({"TRAINED": tables})
    rows = re.findall(r"^  (\w+): \[(.*)\],$", written, re.M)
    assert [word for word, _ in rows] == list(attention_head.WORDS)
    numbers = torch.tensor([[float(v) for v in row.split(",")] for _, row in rows])
    torch.testing.assert_close(numbers, torch.cat(tables, 1))


@slow
def test_training_again_finds_a_head_that_is_right():
    fresh, head = attention_head.train()
    assert attention_head.accuracy(attention_head.rounded(head), size=500) > 0.97
    assert attention_head.accuracy(attention_head.rounded(fresh), size=500) < 0.5


@pytest.mark.parametrize("past", [False, True])
@pytest.mark.parametrize("divide", [False, True])
def test_the_copied_cell_prints_the_row_that_is_shown(divide, past, capsys):
    words, query = ["team", "paid", "the", "deposit", "by", "the", "river"], 4
    now = {"words": words, "divide": divide, "past": past, "query": query}
    now |= vectors(words, moves="the:k:-2.5:1.0 deposit:q:-3.1:0.4")
    got = math("figure.attend(given, given)", **now)
    printed = run(evaluate("attention-torch", "figure.torch(given)", **now), capsys)
    weights = [float(v) for v in re.findall(r"^deposit reads \w+ +(\S+)$", printed, re.M)]
    np.testing.assert_allclose(weights, got["weights"][query - 1], atol=0.0051)
    output = [float(v) for v in re.search(r"output +(.*)", printed)[1].split()]
    np.testing.assert_allclose(output, got["outputs"][query - 1], atol=0.051)


def cells(page, part: str, row: str) -> list[str]:
    """The numbers in a row of the first or the second table."""
    table = page.locator(".dlf-att-table").nth({"scores": 0, "output": 1}[part])
    return table.locator(f"tbody tr:has(th:text-is('{row}')) >> nth=0").locator("td").all_inner_texts()


@slow
def test_after_the_prediction_the_words_are_reversed_and_the_weights_move_along(address, browser):
    with tab(browser) as page:
        visit(page, address, "attention")
        assert page.get_by_label("word 1").is_disabled()
        before = cells(page, "scores", "river")
        answer(page, "near")
        assert "Not quite" in page.locator(".dlf-predict [role=status]").inner_text()
        page.get_by_role("button", name="Reverse").click()
        assert page.get_by_label("word 1", exact=True).input_value() == "bank"
        assert (reads(page, "query"), reads(page, "key")) == (1, 2)
        assert cells(page, "scores", "river") == before
        assert page.complaints == []


@slow
def test_dragging_the_query_moves_the_weight_and_a_number_moves_it_back(address, browser):
    with tab(browser) as page:
        visit(page, address, "attention")
        drag(page, ".dlf-handle:has(.dlf-knob)", 80, -80)
        assert page.get_by_label("query, x").input_value() == "-2"  # the prediction comes first
        answer(page, "river")
        weight = float(cells(page, "scores", "river")[-1])
        unit = page.locator("svg:has(.dlf-att-query)").bounding_box()["width"] / 8
        drag(page, ".dlf-handle:has(.dlf-knob) .dlf-grip", 4 * unit, -4 * unit)
        assert float(page.get_by_label("query, x").input_value()) == pytest.approx(2, abs=0.11)
        assert float(cells(page, "scores", "river")[-1]) < 0.01 < weight
        assert "bank: animal" in status(page)
        page.get_by_label("query, x").fill("-2")
        page.get_by_label("query, y").fill("-2")
        assert float(cells(page, "scores", "river")[-1]) == weight
        page.get_by_label("query, y").fill("")  # while it is typed, an empty field changes nothing
        assert float(cells(page, "scores", "river")[-1]) == weight
        key = page.locator(".dlf-handle:has(.dlf-att-key)").nth(1)  # bat
        box = key.bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] / 2 + unit, box["y"] + box["height"] / 2)
        page.mouse.up()
        assert reads(page, "key") == 2
        assert float(page.get_by_label("key, x").input_value()) == pytest.approx(2.1, abs=0.11)
        page.get_by_role("button", name="Undo the drags").click()
        assert float(page.get_by_label("key, x").input_value()) == 1.1
        assert page.complaints == []


@slow
def test_by_keyboard_the_table_is_read_and_the_goal_is_reached_under_the_mask(address, browser):
    with tab(browser) as page:
        visit(page, address, "attention")
        table = page.get_by_role("application")
        table.focus()
        page.keyboard.press("ArrowUp")
        assert reads(page, "query") == 7
        answer(page, "river")
        table.focus()
        for key in ("ArrowUp", "ArrowLeft", "ArrowLeft"):
            page.keyboard.press(key)
        assert (reads(page, "query"), reads(page, "key")) == (6, 4)
        for _ in range(3):
            page.get_by_role("button", name="Remove").click()
        expect(page.get_by_label("word 5", exact=True)).to_be_hidden()
        assert (reads(page, "query"), reads(page, "key")) == (4, 4)
        for i, word in enumerate(["bank", "cash", "hit", "bat"], 1):
            page.get_by_label(f"word {i}", exact=True).select_option(word)
        assert status(page) == "bank: money 100 %, bat: sport 100 %."
        page.select_option("[name=mask]", "the past")
        page.fill("[name=query]", "1")
        assert cells(page, "scores", "cash")[1:] == ["−∞", "0.00", "0.00"]
        assert page.locator(".dlf-reached").count() == 0  # the hint stands behind the word
        for i, word in enumerate(["cash", "bank"], 1):
            page.get_by_label(f"word {i}", exact=True).select_option(word)
        assert page.locator(".dlf-reached").count() == 1
        page.get_by_label("key, x").fill("1")
        assert page.locator(".dlf-reached").count() == 0


@slow
def test_the_address_keeps_the_sentence_and_refuses_words_that_the_head_does_not_know(address, browser):
    with tab(browser) as page:
        visit(page, address, "attention", "#attention?words=the+bank+flooded&moves=bank%3Aq%3A1.0%3A1.0")
        assert page.get_by_label("word 3", exact=True).input_value() == "flooded"
        assert page.get_by_label("query, x").input_value() == "-1.3"  # of flooded: there is no seventh word
        page.goto("about:blank")
        visit(page, address, "attention", "#attention?words=the+dog&moves=bank%3Aq%3A9.0%3A1.0&mask=none")
        assert page.get_by_label("word 7", exact=True).input_value() == "bank"
        assert page.get_by_label("query, x").input_value() == "-2"
        assert page.complaints == []
