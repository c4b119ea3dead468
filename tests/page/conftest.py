"""The tiny book as files on disk."""

import json

import pytest

from tests.page.tiny import ASSIGNMENT, CHAPTER, QUIZ, TIMINGS


@pytest.fixture
def root(tmp_path, monkeypatch):
    """The root of a book with one chapter, its quiz and its assignment."""
    files = {
        "book/03_lines.ipynb": json.dumps(CHAPTER),
        "book/index.md": "# A book",
        "book/quizzes/lines.toml": QUIZ,
        "exercises/lines/lines.ipynb": json.dumps(ASSIGNMENT),
        "benchmarks/results/chapters.json": json.dumps(TIMINGS),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf8")
    monkeypatch.setenv("DLCOURSE_ROOT", str(tmp_path))
    return tmp_path


@pytest.fixture
def edit(root):
    """Change the notebook at a path of the book by a function of its data."""

    def change(name, function):
        data = json.loads((root / name).read_text("utf8"))
        function(data)
        (root / name).write_text(json.dumps(data), "utf8")

    return change
