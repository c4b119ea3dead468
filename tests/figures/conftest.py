"""A tiny book with a page for each figure, built as `dlcourse build` does, and a browser to look at it."""

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import nbformat
import pytest
from filelock import FileLock

from dlcourse import figures
from dlcourse.site import build
from dlcourse.site.execute import execute
from dlcourse.site.layout import Layout
from dlcourse.site.stage import stage
from tests.site import tiny
from tests.site.test_pages import _Quiet, browser  # noqa: F401  (a fixture)

ROOT = Path(__file__).resolve().parents[2]
FIGURES = [cls.name for cls in map(figures.__dict__.get, figures.__all__)]
AFTER = "# After the figure\n\n" + "Some text follows.\n\n" * 30


@pytest.fixture(scope="session")
def site(tmp_path_factory, worker_id) -> Path:
    """One page for each figure; `shared` has two neurons with one state, `plain` has none."""
    base = tmp_path_factory.getbasetemp()
    root = (base if worker_id == "master" else base.parent) / "figures"
    with FileLock(f"{root}.lock"):
        if not (root / "_build/html").is_dir():
            pages = {
                cls.name: (f"from dlcourse.figures import {name}", f"{name}()", AFTER)
                for name, cls in ((name, getattr(figures, name)) for name in figures.__all__)
            }
            twins = ("from dlcourse.figures import Neuron", "Neuron(share='a', w1=2)", "Neuron(share='a')")
            book = tiny.book(root, **pages, shared=twins, plain="print(1)")
            for file in ("_config.yml", "assets"):
                copy = shutil.copytree if (ROOT / file).is_dir() else shutil.copy
                copy(ROOT / file, root / file)
            if (ROOT / "_build/npm").is_dir():
                shutil.copytree(ROOT / "_build/npm", root / "_build/npm")
            run_as_one(book)
            stage(book, book.chapters())
            build.sphinx(book, tiny.Lines()).rename(book.html)
    return root / "_build/html"


def run_as_one(book: Layout) -> None:
    """Give all chapters the outputs that their cells have in one kernel, since a kernel each takes long."""
    chapters = [(path, nbformat.read(path, as_version=4)) for path in book.chapters().values()]
    code = [cell for _, nb in chapters for cell in nb.cells if cell.cell_type == "code"]
    whole = tiny.notebook(book.root / "whole.ipynb", *(cell.source for cell in code))
    ran = nbformat.read(execute(book, {"whole": whole}, tiny.Lines())["whole"], as_version=4)
    for cell, done in zip(code, ran.cells, strict=True):
        cell.outputs, cell.execution_count = done.outputs, done.execution_count
    for path, nb in chapters:
        nbformat.write(nb, path)


@pytest.fixture(scope="session")
def address(site) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
