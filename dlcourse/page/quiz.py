"""`quiz`: questions with an explanation behind every choice; answered on the page, with no server and no script."""

import re
import tomllib
from html import escape

from dlcourse.page import source
from dlcourse.page.output import STYLE, Output


def quiz(topic: str) -> Output:
    """The quiz of the chapter on `topic`, from `book/quizzes/<topic>.toml`.

    Each choice opens to its explanation, by mouse or keyboard, also on a page without JavaScript.

    Raises
    ------
    ValueError
        If there is no such chapter, or a question does not have exactly one right choice.
    """
    source.chapter(topic)
    questions = tomllib.loads((source.book() / "quizzes" / f"{topic}.toml").read_text("utf8"))["question"]
    html, text = [], []
    for number, question in enumerate(questions, 1):
        if sum(choice.get("right", False) for choice in question["choice"]) != 1:
            raise ValueError(f"question {number} of the quiz on {topic} needs exactly one right choice")
        html.append(f'<p class="dlc-q">{number}. {_inline(question["ask"])}</p>')
        text.append(f"{number}. {question['ask']}")
        for choice in question["choice"]:
            verdict = "✓ Right." if choice.get("right") else "✗ No."
            html.append(
                f'<details name="{topic}-{number}"><summary>{_inline(choice["says"])}</summary>'
                f"<p><b>{verdict}</b> {_inline(choice['because'])}</p></details>"
            )
            text.append(f"   - {choice['says']}  [{verdict} {choice['because']}]")
    return Output(f'{STYLE}<div class="dlc">{"".join(html)}</div>', "\n".join(text))


def _inline(text: str) -> str:
    """Escaped text in which `code` and *emphasis* keep their meaning."""
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    return re.sub(r"\*([^*]+)\*", r"<em>\1</em>", text)
