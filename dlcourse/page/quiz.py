"""`quiz`: questions with an explanation behind every choice; answered on the page, without a script."""

import re
import tomllib
from typing import Any

from dlcourse.page import source
from dlcourse.page.output import STYLE, Output, inline


def quiz(topic: str) -> Output:
    """The quiz of the chapter on `topic`, from `book/quizzes/<topic>.toml`.

    Each choice opens to its explanation, by mouse or keyboard, also on a page without JavaScript.

    Raises
    ------
    ValueError
        If there is no such chapter, or its quiz is damaged: every question needs an `id` of its own, `ask`
        and its choices, exactly one of them right, every choice `says` and `because`.
    FileNotFoundError
        If the chapter has no quiz.
    """
    source.chapter(topic)
    html, text, answers = [], [], []
    for number, question in enumerate(questions(topic), 1):
        html.append(asked(topic, question, f"{number}. "))
        text.append(f"{number}. {question['ask']}")
        for letter, choice in zip("abcdefgh", question["choice"], strict=False):
            text.append(f"   {letter}) {choice['says']}")
            answers.append(f"{number}{letter}) {_verdict(choice)} {choice['because']}")
    return Output(
        f'{STYLE}<div class="dlc">{"".join(html)}</div>', "\n".join([*text, "", "Answers:", *answers])
    )


def asked(topic: str, question: dict[str, Any], number: str = "") -> str:
    """A question as HTML; its choices have its name, `<topic>-<id>`, by which the site keeps the answer."""
    choices = "".join(
        f'<details name="{topic}-{question["id"]}"><summary>{inline(choice["says"])}</summary>'
        f"<p><b>{_verdict(choice)}</b> {inline(choice['because'])}</p></details>"
        for choice in question["choice"]
    )
    return f'<p class="dlc-q">{number}{inline(question["ask"])}</p>{choices}'


def _verdict(choice: dict[str, Any]) -> str:
    return "✓ Right." if choice.get("right") else "✗ No."


def questions(topic: str) -> list[dict[str, Any]]:
    """The questions of a quiz, each found complete; raises as `quiz` does."""
    path = source.book() / "quizzes" / f"{topic}.toml"
    if not path.exists():
        raise FileNotFoundError(f"there is no quiz {path}; write one, or leave out quiz({path.stem!r})")
    try:
        found = tomllib.loads(path.read_text("utf8")).get("question", [])
    except ValueError as error:  # not UTF-8, or not TOML
        raise ValueError(f"{path} is damaged: {error}") from error
    if not found:
        raise ValueError(f"{path} holds no [[question]]")
    for number, question in enumerate(found, 1):
        where = f"question {number} of the quiz {path.name}"
        choices = question.get("choice", [])
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", question.get("id", "")):
            raise ValueError(f"{where} needs an `id`: a few small words with - between them, kept for ever")
        if "ask" not in question or any({"says", "because"} - choice.keys() for choice in choices):
            raise ValueError(f"{where} needs `ask`, and each of its choices `says` and `because`")
        if sum(bool(choice.get("right")) for choice in choices) != 1:
            raise ValueError(f"{where} needs exactly one choice with right = true")
        if not 2 <= len(choices) <= 8:
            raise ValueError(f"{where} needs 2 to 8 choices, got {len(choices)}")
    if len({question["id"] for question in found}) < len(found):
        raise ValueError(f"two questions of the quiz {path.name} have one `id`")
    return found
