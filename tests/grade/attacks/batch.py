"""Everything of the corpus in one batch, with honest students among it, graded for real."""

import contextlib
import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from unittest import mock

from dlcourse.grade import judge
from dlcourse.grade.gradebook import tasks
from dlcourse.grade.gradebook.batch import Done, grade
from dlcourse.grade.judge import Budgets
from dlcourse.grade.reports.feedback import feedback
from tests.grade.attacks import target
from tests.grade.attacks.load import Attack
from tests.grade.attacks.outside import Outside

BUDGETS = Budgets(seconds=3.0, total=20.0, memory=512 << 20, disk=16 << 20, cpu=20)
_FILES = {"autograded": "ipynb", "feedback": "html"}
_ACTIVE = {
    "script",
    "svg",
    "math",
    "form",
    "input",
    "base",
    "link",
    "object",
    "embed",
    "video",
    "audio",
    "frame",
}


@dataclass(frozen=True)
class Outcome:
    """What came of a batch.

    Attributes
    ----------
    done : by student
    points : automatic points by student, as the gradebook has them
    effects : what was changed, reached or left behind outside
    pages : the feedback of each student
    notebooks : the autograded notebooks, as text
    """

    done: dict[str, Done]
    points: dict[str, float | None]
    effects: list[str]
    pages: dict[str, str] = field(repr=False)
    notebooks: dict[str, str] = field(repr=False)


@contextlib.contextmanager
def judges(tier: int, sandbox: str = "auto") -> Iterator[None]:
    """Let `grade` judge at one tier and within budgets that a test can wait for."""
    tasks.close()
    made = functools.partial(judge.Judge, tier=tier, sandbox=sandbox, budgets=BUDGETS)
    with mock.patch.object(judge, "Judge", made):
        try:
            yield
        finally:
            tasks.close()


def run(
    course: Path, outside: Outside, attacks: Iterable[Attack], tier: int, sandbox: str = "auto"
) -> Outcome:
    """Hand in, grade, write feedback, and look around."""
    target.honest(course)
    for attack in attacks:
        attack.hand_in(course, outside)
    outside.look()
    with judges(tier, sandbox):
        done = {one.student: one for one in grade(course, target.NAME, jobs=2, unsafe=tier < 2)}
    effects = outside.effects()
    feedback(course, target.NAME, step=lambda *_: None)
    effects += [effect for effect in outside.effects() if effect not in effects]
    return Outcome(
        done, target.points(course), effects, texts(course, "feedback"), texts(course, "autograded")
    )


def texts(course: Path, step: str) -> dict[str, str]:
    """Each student's file of one step, "feedback" or "autograded"."""
    return {
        path.parts[-3]: path.read_text("utf8")
        for path in (course / step).glob(f"*/{target.NAME}/{target.NAME}.{_FILES[step]}")
    }


class _Active(HTMLParser):
    """Finds what a page could do to who opens it: in its elements, their attributes, and frames."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag in _ACTIVE or (tag == "iframe" and "sandbox" not in given):
            self.found.append(f"<{tag}>")
        if tag == "meta" and (given.get("http-equiv") or "").lower() == "refresh":
            self.found.append("a page to go to")
        for name, value in attributes:
            address = (value or "").strip().lower()
            if name.startswith("on") or address.startswith("javascript:"):
                self.found.append(f"<{tag} {name}>")
            if name in ("src", "srcset", "poster", "style") and not address.startswith("data:image/"):
                self.found.append(f"<{tag} {name}={address[:40]}>")
        self.found += _Active(given.get("srcdoc") or "").found if tag == "iframe" else []


def leaks(page: str) -> list[str]:
    """What a page shows of the hidden tests, or could do to who opens it."""
    styles = page.count("<style") > 1
    shown = [word for word in (target.CANARY, target.NUMBER) if word in page]
    return shown + _Active(page).found + ["a style"] * styles
