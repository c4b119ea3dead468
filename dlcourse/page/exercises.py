"""`exercises`: the graded assignment of a chapter, what each exercise asks, and where to open it."""

from html import escape

from dlcourse.page import source
from dlcourse.page.output import STYLE, Output


def exercises(topic: str) -> Output:
    """The assignment of the chapter on `topic`: each exercise with its points, and links to open it.

    Raises
    ------
    ValueError
        If there is no such chapter.
    """
    source.chapter(topic)
    where = f"exercises/{topic}/{topic}.ipynb"
    nb = source.notebook(source.assignments() / topic / f"{topic}.ipynb")
    rows = [(e["name"], e["points"], e["asks"]) for e in nb["metadata"]["dlcourse"]["exercises"]]
    items = "".join(f"<li><code>{escape(n)}</code> ({p} points): {escape(a)}</li>" for n, p, a in rows)
    links = (
        f'<a href="{source.colab(where)}">Open in Colab</a> · <a href="{source.download(where)}">Download</a>'
    )
    html = (
        f'{STYLE}<div class="dlc"><p><b>Graded assignment</b> <code>{where}</code></p><ul>{items}</ul>'
        f"<p>{links} · check it yourself: <code>dlcourse check {where}</code></p></div>"
    )
    lines = [f"Graded assignment: {where}", *(f"- {n} ({p} points): {a}" for n, p, a in rows)]
    return Output(
        html,
        "\n".join([*lines, f"Open in Colab: {source.colab(where)}", f"Check it: dlcourse check {where}"]),
    )
