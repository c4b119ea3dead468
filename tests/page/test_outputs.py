"""What `card`, `exercises` and `quiz` put on the page comes from the book's files, escaped and complete."""

import re

import pytest
from bs4 import BeautifulSoup

from dlcourse.page import card, exercises, quiz, source
from dlcourse.page.card import reading_minutes
from dlcourse.page.output import inline
from tests.page.tiny import cell, notebook


def read(output):
    return BeautifulSoup(output._repr_html_(), "html.parser")


# card


def test_the_card_says_what_the_metadata_say(root):
    page = read(card("lines"))
    outcomes = [item.text for item in page.find("ul").find_all("li")]
    assert outcomes == [
        "draw a line & <erase> it (exercise lines.draw)",
        "say where b goes (exercise lines.explain)",
    ]
    assert [code.text for code in page.find_all("code")] == ["lines.draw", "b", "lines.explain"]
    facts = [item.text for item in page.find_all("ul")[1].find_all("li")]
    assert facts == [
        "Needs: points",
        "Time: read 1 min, runs in 12 s on 2 cores",
        "Data: drawn here",
        "Verified: with torch 2.9.1, 2026-01-31",
    ]


def test_the_card_has_the_same_words_for_a_terminal(root):
    text = repr(card("lines"))
    assert text.startswith("After this chapter you can\n- draw a line & <erase> it (exercise `lines.draw`)\n")
    assert text.endswith("Verified: with torch 2.9.1, 2026-01-31")


def test_a_chapter_that_was_not_measured_says_no_run_time(root, edit):
    edit("benchmarks/results/chapters.json", lambda data: data["chapters"].clear())
    assert "Time: read 1 min\n" in repr(card("lines"))


def test_a_chapter_that_needs_nothing_says_so(root, edit):
    edit("book/03_lines.ipynb", lambda nb: nb["metadata"]["dlcourse"].update(needs=[]))
    assert "Needs: Python and school calculus" in repr(card("lines"))


def test_an_edited_chapter_has_an_edited_card(root, edit):
    card("lines")
    edit("book/03_lines.ipynb", lambda nb: nb["metadata"]["dlcourse"].update(data=["digits"]))
    assert "Data: digits" in repr(card("lines"))


def test_missing_metadata_are_named(root, edit):
    edit("book/03_lines.ipynb", lambda nb: nb["metadata"]["dlcourse"].pop("outcomes"))
    with pytest.raises(ValueError, match=r'03_lines.ipynb lacks outcomes in its metadata, under "dlcourse"'):
        card("lines")
    edit("book/03_lines.ipynb", lambda nb: nb["metadata"].clear())
    with pytest.raises(ValueError, match="lacks outcomes, needs, data"):
        card("lines")


def test_reading_takes_time_for_words_and_for_code():
    words, code = cell("markdown", "word " * 1000), cell("code", ["x = 1\n"] * 40)
    assert reading_minutes(notebook(words)) == 5
    assert reading_minutes(notebook(code)) == 2
    assert reading_minutes(notebook(words, code)) == 7
    assert reading_minutes(notebook()) == 1
    folded = cell("markdown", "<details><summary>More</summary>\n\n" + "word " * 1000 + "\n</details>")
    hidden = {**cell("code", ["x = 1\n"] * 400), "metadata": {"tags": ["hide-input"]}}
    assert reading_minutes(notebook(words, folded, hidden)) == 5


# exercises


def test_the_exercises_are_listed_with_points_and_links(root):
    page = read(exercises("lines"))
    assert [item.text for item in page.find_all("li")] == [
        "draw (2 points): a line through n points",
        "explain (1 point, graded by hand): why it is straight",
    ]
    links = {a.text: a["href"] for a in page.find_all("a")}
    assert links["Open in Colab"].startswith("https://colab.research.google.com/github/")
    assert links["Download"].startswith("https://raw.githubusercontent.com/")
    assert all(url.endswith("/exercises/lines/lines.ipynb") for url in links.values())
    assert "dlcourse check exercises/lines/lines.ipynb" in page.text
    assert "2 exercises, about 15 min, difficulty 1 to 2 of 3" in page.text


def test_the_exercises_have_the_same_words_for_a_terminal(root):
    text = repr(exercises("lines"))
    assert "- draw (2 points): a line through `n` points\n- explain (1 point, graded by hand)" in text
    assert text.endswith("Check it: dlcourse check exercises/lines/lines.ipynb")


def test_an_exercise_that_nobody_described_is_named(root, edit):
    edit("exercises/lines/lines.ipynb", lambda nb: nb["metadata"]["dlcourse"]["asks"].pop("draw"))
    with pytest.raises(ValueError, match=r'lines.ipynb does not say what "draw" asks'):
        exercises("lines")


def test_an_assignment_that_was_not_released_is_missed(root):
    (root / "exercises/lines/lines.ipynb").unlink()
    with pytest.raises(FileNotFoundError, match=r"lines.ipynb does not exist; `make release` writes it"):
        exercises("lines")


# quiz


def test_each_choice_opens_to_its_own_explanation(root):
    page = read(quiz("lines"))
    assert page.find(class_="dlc-q").text == "1. What is w * x + b?"
    choices = {d.summary.text: d.p.text for d in page.find_all("details")}
    assert choices == {
        "A line": "✓ Right. Its points are where it is < 0 & > 0.",
        "A curve": "✗ No. Nothing bends it.",
    }
    assert page.find("em").text == "line"
    assert {d["name"] for d in page.find_all("details")} == {
        "lines-the-formula"
    }  # opening one closes the other
    assert not page.find("script")


def test_nothing_is_open_and_nothing_gives_the_answer_away(root):
    page = read(quiz("lines"))
    assert not page.find_all("details", open=True)
    assert not any(re.search("right|✓", d.summary.decode()) for d in page.find_all("details"))


def test_a_terminal_shows_the_answers_after_all_questions(root):
    questions, answers = repr(quiz("lines")).split("\n\nAnswers:\n")
    assert questions == "1. What is `w * x + b`?\n   a) A *line*\n   b) A curve"
    assert answers.splitlines()[0] == "1a) ✓ Right. Its points are where it is < 0 & > 0."


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("right = true", "", "question 1 of the quiz lines.toml needs exactly one choice with right = true"),
        ('says = "A curve"', 'says = "A curve"\nright = true', "needs exactly one choice with right = true"),
        ('because = "Nothing bends it."', "", "each of its choices `says` and `because`"),
        ('says = "A curve"', "", "each of its choices `says` and `because`"),
        ('ask = "What is `w * x + b`?"', "", "needs `ask`"),
        (
            '[[question.choice]]\nsays = "A curve"\nbecause = "Nothing bends it."\n',
            "",
            "needs 2 to 8 choices, got 1",
        ),
        ('id = "the-formula"', "", "question 1 of the quiz lines.toml needs an `id`"),
        ('id = "the-formula"', 'id = "The <formula>"', "question 1 of the quiz lines.toml needs an `id`"),
        ("[[question]]", "[[question]", "lines.toml is damaged: "),
        ("[[question", "[[other", r"lines.toml holds no \[\[question\]\]"),
    ],
)
def test_a_damaged_quiz_is_refused_with_the_place(root, old, new, says):
    path = root / "book/quizzes/lines.toml"
    text = path.read_text("utf8")
    assert old in text
    path.write_text(text.replace(old, new), "utf8")
    with pytest.raises(ValueError, match=says):
        quiz("lines")


def test_two_questions_with_one_id_are_refused(root):
    path = root / "book/quizzes/lines.toml"
    path.write_text(2 * path.read_text("utf8"), "utf8")
    with pytest.raises(ValueError, match=r"two questions of the quiz lines.toml have one `id`"):
        quiz("lines")


def test_a_chapter_without_a_quiz_says_where_it_would_be(root):
    (root / "book/quizzes/lines.toml").unlink()
    with pytest.raises(FileNotFoundError, match=r"there is no quiz .*lines.toml; write one, or leave out"):
        quiz("lines")


# all three


@pytest.mark.parametrize("output", [card, exercises, quiz])
def test_an_unknown_chapter_is_refused_with_the_known_ones(root, output):
    with pytest.raises(ValueError, match="there is no chapter 'curves'; the chapters are lines"):
        output("curves")


@pytest.mark.parametrize("output", [card, exercises])
def test_a_damaged_notebook_is_refused_with_its_place(root, output):
    for path in (root / "book/03_lines.ipynb", root / "exercises/lines/lines.ipynb"):
        path.write_text("{", "utf8")
    with pytest.raises(ValueError, match=r"lines.ipynb is damaged: .*; get it again"):
        output("lines")


@pytest.mark.parametrize("output", [card, exercises, quiz])
def test_the_same_book_gives_the_same_bytes(root, output):
    assert output("lines").html == output("lines").html
    assert repr(output("lines")) == repr(output("lines"))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("`a<b`", "<code>a&lt;b</code>"),
        ("*so* and *so on*", "<em>so</em> and <em>so on</em>"),
        ("`a *b* c` and *d*", "<code>a *b* c</code> and <em>d</em>"),
        ("2 * 3 * 4, 2*3*4, ** and *", "2 * 3 * 4, 2*3*4, ** and *"),
        ("one ` tick", "one ` tick"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ],
)
def test_inline_marks(text, html):
    assert inline(text) == html


# source


def test_a_root_without_a_book_is_refused_with_the_setting(tmp_path, monkeypatch):
    monkeypatch.setenv("DLCOURSE_ROOT", str(tmp_path / "nowhere"))
    with pytest.raises(
        FileNotFoundError, match=r"the book's files are missing: .*book; DLCOURSE_ROOT is '.*nowhere'"
    ):
        source.book()


def test_a_book_without_chapters_says_so(root):
    (root / "book/03_lines.ipynb").unlink()
    with pytest.raises(ValueError, match=r"the chapters are \(none yet\)"):
        source.chapter("lines")


def test_without_a_setting_the_repository_is_the_book(monkeypatch):
    monkeypatch.delenv("DLCOURSE_ROOT", raising=False)
    assert source.book().name == "book"
    assert (source.book().parent / "pyproject.toml").exists()
    assert source.timings()["machine"]["cores"] >= 1


def test_links_come_from_the_one_setting():
    assert set(source.urls()) >= {"Repository", "Homepage", "Branch"}
    repository, branch = source.urls()["Branch"].removeprefix("https://github.com/").split("/tree/")
    assert (
        source.colab("book/a.ipynb")
        == f"https://colab.research.google.com/github/{repository}/blob/{branch}/book/a.ipynb"
    )
    assert (
        source.download("book/a.ipynb")
        == f"https://raw.githubusercontent.com/{repository}/{branch}/book/a.ipynb"
    )
