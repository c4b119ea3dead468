"""What markdown becomes on the site: notes, folded cells, the glossary, the references."""

import pytest
from docutils import nodes
from docutils.utils import new_document

from dlcourse.page import source
from dlcourse.site import glossary, prose, references

BOOK = source.book()


def _quote(*children: nodes.Node) -> nodes.document:
    document = new_document("page")
    document += nodes.block_quote("", nodes.paragraph("", "", *children), nodes.paragraph("", "More."))
    prose.Admonitions(document).apply()
    return document


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Note", "note"),
        ("Warning:", "warning"),
        ("Predict.", "predict"),
        ("Definition", "note"),
        ("Why?", "plain"),
    ],
)
def test_a_block_quote_that_starts_with_a_bold_word_becomes_a_note(word, kind):
    box = _quote(nodes.Text(""), nodes.strong("", word), nodes.Text(" the text"))[0]
    assert isinstance(box, nodes.admonition)
    assert box["classes"] == [kind]
    assert [child.astext() for child in box] == [word.rstrip(".:"), "the text", "More."]


def test_any_other_block_quote_stays_one():
    document = _quote(nodes.Text("Said "), nodes.strong("", "loudly"))
    assert isinstance(document[0], nodes.block_quote)


def _cell(code: str, *tags: str) -> nodes.document:
    document = new_document("page")
    shown = nodes.container("", nodes.literal_block(code, code), classes=["cell_input"])
    document += nodes.container("", shown, classes=["cell", *tags])
    prose.style_cells(document)
    return document


def test_the_setup_cell_is_folded():
    html = [node.astext() for node in _cell("import x", "tag_setup").findall(nodes.raw)]
    assert html[0].startswith("<details")
    assert html[-1] == "</details>"


@pytest.mark.parametrize("call", ['card("neurons")', 'quiz("neurons")\n', 'exercises("neurons")'])
def test_a_cell_that_only_shows_something_hides_its_call(call):
    assert _cell(call).astext().strip() == ""


@pytest.mark.parametrize("code", ['card("a"); print(1)', "discard(1)", 'x = quiz("a")', "card"])
def test_any_other_cell_shows_its_code(code):
    assert _cell(code).astext().strip() == code


@pytest.mark.parametrize(
    ("said", "wraps"),
    [("✓ it holds  (gap = 3)\nsame: both  equal\n", True), ("depth  loss\n✓ it falls\n", False)],
)
def test_claims_wrap_and_printed_tables_do_not(said, wraps):
    document = new_document("page")
    document += nodes.literal_block(said, said, classes=["output", "stream"])
    prose.style_cells(document)
    assert ("dlc-says" in document[0]["classes"]) is wraps


def _page(*cells: tuple[str, tuple[str, ...], bool]) -> nodes.document:
    """A page of cells, by their code, their tags, and whether they have an output; links come first."""
    document = new_document("page")
    links = nodes.reference("", "Open in Colab", refuri="https://colab.research.google.com/x")
    document += nodes.paragraph("", "", links)
    for code, tags, shows in cells:
        parts = [nodes.container("", nodes.literal_block(code, code), classes=["cell_input"])]
        parts += [nodes.container("", classes=["cell_output"])] * shows
        document += nodes.container("", *parts, classes=["cell", *tags])
    prose.lead_with_the_picture(document)
    return document


def test_the_picture_stands_above_links_setup_and_imports():
    page = _page(
        ("install", ("tag_setup",), False),
        ("import x", ("tag_hide-input",), False),
        ("draw", ("tag_hide-input",), True),
        ('card("neurons")', (), True),
        ("later", ("tag_hide-input",), False),
    )
    assert [node.astext().strip() for node in page] == [
        "draw", 'card("neurons")', "Open in Colab", "install", "import x", "later",
    ]  # fmt: skip


def test_code_that_is_shown_stays_above_the_card():
    page = _page(("x = 1", (), False), ('card("neurons")', (), True))
    assert [node.astext().strip() for node in page] == ["x = 1", 'card("neurons")', "Open in Colab"]


def test_a_page_without_a_card_keeps_its_order():
    page = _page(("install", ("tag_setup",), False), ("draw", ("tag_hide-input",), True))
    assert [node.astext().strip() for node in page] == ["Open in Colab", "install", "draw"]


ENTRY = "## {0}\nWhat `{0}` [is](x.md), in a line.\nIntroduced in [Neurons](01_neurons.ipynb).\n\n"


def test_a_glossary_in_order_has_no_problems():
    assert (
        glossary.problems("# Glossary\n\nWords.\n\n" + "".join(map(ENTRY.format, ("bias", "Layer", "ReLU"))))
        == []
    )


def test_a_definition_is_plain_text():
    assert glossary.entries(ENTRY.format("Bias"))[0].definition == "What Bias is, in a line."


@pytest.mark.parametrize(
    ("markdown", "says"),
    [
        (ENTRY.format("Layer") + ENTRY.format("bias"), "'bias' belongs before 'Layer'"),
        (ENTRY.format("Bias") + ENTRY.format("bias"), "'bias' is there twice"),
        ("## Bias\nA number.\n", "'Bias' lacks its last line"),
        ("## Bias\nIntroduced in [Neurons](01_neurons.ipynb).\n", "'Bias' has no definition"),
    ],
)
def test_what_is_wrong_with_a_glossary_is_named(markdown, says):
    assert any(problem.startswith(says) for problem in glossary.problems(markdown))


def test_the_glossary_of_the_book_has_no_problems():
    assert glossary.problems((BOOK / "glossary.md").read_text("utf8")) == []


WORK = """@inproceedings{he2015, author = {He, Kaiming and Zhang, Xiangyu and Ren, Shaoqing and Sun, Jian},
 title = {Delving {Deep}: {\\"U}ber 1--2 * 3},
 booktitle = {ICCV}, pages = {1026--1034}, year = 2015, doi = {10.1/x_y}}
"""
OLDER = """@book{rumelhart1986, author = {Rumelhart, D. E. and van Dam, A.}, title = "Parallel",
 publisher = {MIT}, year = 1986, url = {https://example.org/a}}
"""


def test_a_work_is_listed_with_its_anchor_authors_title_place_and_link():
    assert references.render(WORK).splitlines()[-1] == (
        '- <a id="he2015"></a>**He et al. 2015.** '
        "Kaiming He, Xiangyu Zhang, Shaoqing Ren and Jian Sun. *Delving Deep: Über 1–2 \\* 3*. "
        "ICCV, 1026–1034. [doi:10.1/x_y](https://doi.org/10.1/x_y)"
    )


def test_works_stand_in_the_order_of_their_authors():
    text = references.render(OLDER + WORK)
    assert text.index("he2015") < text.index("rumelhart1986")
    assert "**Rumelhart and van Dam 1986.**" in text


def test_a_work_that_lacks_something_is_named_with_what_it_lacks():
    with pytest.raises(ValueError, match="bare1999 lacks title, author"):
        references.render(WORK + "@misc{bare1999, year = 1999}")


def test_the_committed_references_are_those_of_the_bibliography():
    made = references.render((BOOK / "references.bib").read_text("utf8"))
    assert (BOOK / "references.md").read_text("utf8") == made, "run: python -m dlcourse.site.references"
