"""Each rule finds what it is there to find, on a small notebook with the fault planted."""

import copy

import pytest

from tests.book import numbers, rules


def md(source, **metadata):
    return {"cell_type": "markdown", "source": source, "metadata": metadata}


def py(source, outputs=(), tags=()):
    return {
        "cell_type": "code",
        "source": source,
        "metadata": {"tags": list(tags)},
        "outputs": list(outputs),
        "execution_count": None,
    }


def printed(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def html(text):
    return {"output_type": "display_data", "data": {"text/html": text}, "metadata": {}}


@pytest.fixture
def good():
    """A notebook that keeps every rule."""
    meta = {
        "topic": "neurons",
        "question": "What can one neuron decide?",
        "description": "One neuron draws a line; layers of them bend it. From scratch, with proofs.",
        "outcomes": [["train", "a"], ["count", "b"], ["mend", "c"]],
        "needs": [],
        "data": ["points"],
    }
    figure = '<figure class="dlc-figure"><svg aria-label="a line between two clouds of points"></svg>'
    return {
        "metadata": {"dlcourse": meta},
        "cells": [
            md("# Neurons\n\n**What can one neuron decide?**"),
            md("links", tags=["links"]),
            py("import dlcourse", tags=["setup"]),
            py('card("neurons")'),
            py("print(0.957)", [printed("0.957\n")], [rules.KEPT]),
            py(
                "show(fig)",
                [html(figure + "<figcaption>The line parts the two clouds.</figcaption></figure>")],
            ),
            py('exercises("neurons")\n'),
            py('quiz("neurons")\n'),
        ],
    }


def test_a_good_notebook_breaks_no_rule(good):
    assert rules.metadata(good, {"a", "b", "c"}, {"neurons"}) == []
    for rule in (rules.cell_length, rules.parts, rules.plain_markdown, rules.figures, rules.warnings):
        assert rule(good) == []


def test_a_long_cell_and_a_long_median_are_found(good):
    good["cells"].append(py("x = 1\n" * 31))
    assert "31 lines" in rules.cell_length(good)[0]
    good["cells"] = [py("x = 1\n" * 9)] * 3
    assert "median" in rules.cell_length(good)[0]


def test_a_figure_must_be_the_last_line_of_its_cell(good):
    assert rules.shown_figures(good) == []
    good["cells"][5]["source"] = "show(fig)\nprint(1)"
    assert "not on the page" in rules.shown_figures(good)[0]


def test_an_output_without_the_tag_and_a_tag_without_output_are_found(good):
    assert "without the tag" in " ".join(rules.stored_outputs(good))
    for cell in rules.code(good):
        if rules.KEPT not in rules.tags(cell):
            cell["outputs"] = []
    assert rules.stored_outputs(good) == []
    rules.code(good)[2]["outputs"] = []
    assert "stores no output" in rules.stored_outputs(good)[0]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"outcomes": [["train", "a"]]}, "1 outcomes"),
        ({"outcomes": [["train", "a"], ["count", "b"], ["fly", "zzz"]]}, "no exercise 'zzz'"),
        ({"needs": ["magic"]}, "not a chapter"),
        ({"description": "short"}, "characters"),
        ({"question": "What else can it decide?"}, "does not ask"),
    ],
)
def test_wrong_metadata_is_named(good, change, says):
    good["metadata"]["dlcourse"].update(change)
    assert says in " ".join(rules.metadata(good, {"a", "b", "c"}, {"neurons"}))


def test_missing_metadata_is_named(good):
    del good["metadata"]["dlcourse"]["data"]
    assert "lacks data" in rules.metadata(good, set(), set())[0]


def test_a_part_that_is_missing_or_of_another_chapter_is_found(good):
    good["cells"][3]["source"] = 'card("losses")'
    assert 'card("neurons") appears 0 times' in rules.parts(good)[0]


MYST = ["see {cite}`rosenblatt1958`", ":::{note}\nhey\n:::", "```{note}\nhey\n```", "(here)="]


@pytest.mark.parametrize("myst", MYST)
def test_myst_in_a_chapter_is_found(good, myst):
    good["cells"].append(md(myst))
    assert "MyST" in rules.plain_markdown(good)[0]


def test_a_bare_image_a_thin_alt_text_and_a_thin_caption_are_found(good):
    bare = copy.deepcopy(good)
    bare["cells"][5]["outputs"] = [{"output_type": "display_data", "data": {"image/png": "iVBOR"}}]
    assert "bare image" in rules.figures(bare)[0]
    thin = copy.deepcopy(good)
    thin["cells"][5]["outputs"] = [
        html('<figure class="dlc-figure"><svg aria-label="plot"></svg><figcaption>Loss</figcaption></figure>')
    ]
    assert len(rules.figures(thin)) == 2


def test_a_warning_on_stderr_is_found_unless_announced(good):
    warning = {"output_type": "stream", "name": "stderr", "text": "RuntimeWarning"}
    good["cells"].append(py("warn()", [warning]))
    assert "stderr" in rules.warnings(good)[0]
    good["cells"][-1]["metadata"]["tags"] = ["shows-warning"]
    assert rules.warnings(good) == []


def test_time_over_budget_is_found():
    assert rules.time_budget({"seconds": 40, "slowest_cell": {"cell": 3, "seconds": 5}}) == []
    assert len(rules.time_budget({"seconds": 91, "slowest_cell": {"cell": 3, "seconds": 31}})) == 2


SECTION = [md("## Result"), py("print(acc)", [printed("accuracy 0.957 after 40 epochs")])]


@pytest.mark.parametrize(
    "sentence",
    [
        "It reaches 0.96 on the test set.",
        "It reaches 96 % on the test set.",
        "After 40 epochs it stops.",
        "Rosenblatt built it in 1958.",
        "A 2-D plane, and the code `x[37]`, and $x = 77$.",
        "See chapter 12 and [Smith 1977](references.md#smith1977).",
        "No number at all.",
    ],
)
def test_a_number_with_something_behind_it_passes(sentence):
    assert numbers.unbacked({"cells": [*SECTION, md(sentence)]}) == []


UNBACKED = ["It reaches 0.97.", "It reaches 97 %.", "It takes 41 epochs.", "It is 1,000 times as fast."]


@pytest.mark.parametrize("sentence", UNBACKED)
def test_a_number_with_nothing_behind_it_is_listed(sentence):
    found = numbers.unbacked({"cells": [*SECTION, md(sentence)]})
    assert len(found) == 1
    assert sentence in found[0]


def test_an_output_of_another_section_backs_nothing():
    assert numbers.unbacked({"cells": [*SECTION, md("## Next\nIt reaches 0.957.")]})


def test_a_summary_may_draw_on_the_whole_chapter():
    assert numbers.unbacked({"cells": [*SECTION, md("## Summary\nIt reaches 0.957.")]}) == []


def test_coordinates_of_a_drawing_back_nothing():
    drawing = py("show(fig)", [html('<svg viewBox="0 0 957 40"><path d="M 957 31"/></svg>')])
    assert numbers.unbacked({"cells": [md("## A"), drawing, md("It takes 957 steps.")]})
