"""A tiny book with a page for each figure, built as `dlcourse build` does, and a browser to look at it."""

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from filelock import FileLock

from dlcourse import figures
from dlcourse.site import build
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
            build.build(book, tiny.Lines(), jobs=2)
    return root / "_build/html"


@pytest.fixture(scope="session")
def address(site) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
