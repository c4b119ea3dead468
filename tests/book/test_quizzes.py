"""Browsers keep answers by the ids of questions: each is there once, and none changes its meaning."""

from pathlib import Path

from dlcourse.page import source
from dlcourse.page.quiz import questions

GIVEN = Path(__file__).with_name("quiz_ids.txt")


def test_every_id_is_listed_and_every_listed_one_is_there():
    """A new question adds a line; one that is asked no more keeps its line, with `# gone` behind it."""
    topics = sorted(path.stem for path in (source.book() / "quizzes").glob("*.toml"))
    now = [f"{topic}-{question['id']}" for topic in topics for question in questions(topic)]
    lines = [line.partition("#") for line in GIVEN.read_text("utf8").splitlines()]
    ever = [name.strip() for name, _, _ in lines]
    assert len(ever) == len(set(ever)), "an id is given once, and not again when its question is gone"
    assert sorted(now) == sorted(name.strip() for name, _, gone in lines if not gone), (
        f"bring {GIVEN.name} in step: a reworded question keeps its id, another question gets another"
    )
