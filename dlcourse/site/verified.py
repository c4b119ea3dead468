"""Sphinx extension: the page of run times and versions, from the recorded run of all chapters."""

import json
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from dlcourse.page import source

_PAGE = "verified"


def setup(app: Sphinx) -> None:
    app.connect("source-read", _add_run)


def table(run: dict[str, Any], titles: dict[str, str]) -> str:
    """A recorded run in markdown: where and when it was, then what each chapter took.

    Parameters
    ----------
    run : dict
        As in `benchmarks/results/chapters.json`.
    titles : dict of str to str
        The title of each chapter, by the name of its file.
    """
    versions = ", ".join(f"{name} {version}" for name, version in run["versions"].items())
    where = " of ".join(
        map(str, filter(None, [f"{run['machine']['cores']} cores", run["machine"].get("cpu")]))
    )
    if not run["chapters"]:
        return "No run has been recorded yet.\n"
    rows = [
        f"| [{titles[name]}]({name}.ipynb) | {facts['seconds']:.0f} s "
        f"| number {facts['slowest_cell']['cell']}, {facts['slowest_cell']['seconds']:.0f} s |"
        for name, facts in run["chapters"].items()
    ]
    head = ["| notebook | all of it | slowest cell |", "|---|---|---|"]
    return f"On {run['date']}, on {where}, with {versions}:\n\n" + "\n".join(head + rows) + "\n"


def _add_run(app: Sphinx, page: str, text: list[str]) -> None:
    if page == _PAGE:
        notebooks = {path.stem: path for path in Path(app.srcdir).glob("*.ipynb")}
        titles = {name: title(path) for name, path in notebooks.items()}
        run = source.timings()
        run["chapters"] = {name: facts for name, facts in run["chapters"].items() if name in titles}
        text[0] += "\n" + table(run, titles)


def title(notebook: Path) -> str:
    """The heading that a notebook begins with."""
    first = json.loads(notebook.read_text("utf8"))["cells"][0]["source"]
    return "".join(first).splitlines()[0].removeprefix("# ")
