"""The tagged cells of a notebook show what is stored, by nbval's own rules, in the run for the book.

`make nbval` executes every notebook once more for that, as nbval does by itself; here its cells are given
what the same cells printed when the book was built.
"""

from collections import deque
from pathlib import Path
from queue import Empty

import nbformat
import pytest
from nbval.plugin import IPyNbFile, NbCellError

from dlcourse.site.execute import execute
from dlcourse.site.layout import Layout
from tests.book.test_chapters import NOTEBOOKS, every_notebook
from tests.site import tiny
from tests.site.tiny import Lines


class Recorded:
    """What nbval uses of a kernel, where a notebook has been executed: each cell prints what it printed."""

    def __init__(self, executed: Path):
        cells = nbformat.read(executed, as_version=4).cells
        self._cells = deque(cell for cell in cells if cell.cell_type == "code")
        self._messages: deque = deque()

    def is_alive(self) -> bool:
        return True

    def execute_cell_input(self, source: str, allow_stdin: bool) -> str:
        cell = self._cells.popleft()
        assert cell.source == source, "this is not the executed notebook of that source"
        for output in [*cell.outputs, {"output_type": "status", "execution_state": "idle"}]:
            kind = output["output_type"]
            self._messages.append({"msg_type": kind, "content": output, "parent_header": {"msg_id": "1"}})
        return "1"

    def await_reply(self, msg_id: str, timeout: float) -> None:
        pass

    def await_idle(self, msg_id: str, timeout: float) -> None:
        pass

    def get_message(self, stream: str, timeout: float) -> dict:
        if not self._messages:
            raise Empty
        return self._messages.popleft()

    def stop(self) -> None:
        pass


def compare(session: pytest.Session, notebook: Path, executed: Path) -> list[str]:
    """What nbval complains of when the cells of a notebook print what they printed when it was executed."""
    file = IPyNbFile.from_parent(session, path=notebook)
    file.compare_outputs = False  # as with --nbval-lax: the tagged cells alone
    file.kernel = Recorded(executed)
    found = []
    for cell in file.collect():
        try:
            cell.runtest()
        except NbCellError as error:
            found.append(f"cell {error.cell_num}: {error}\n{error.inner_traceback}")
    return found


@pytest.mark.slow
@every_notebook
def test_the_tagged_cells_show_what_is_stored(request, executed_file, name):
    assert compare(request.session, NOTEBOOKS[name], executed_file(name)) == []


def checked(path: Path, *cells: str) -> None:
    """Write a notebook whose code cells are tagged, and stored with the outputs that nothing printed."""
    tiny.notebook(path, *cells)
    nb = nbformat.read(path, as_version=4)
    for number, cell in enumerate(nb.cells, 1):
        cell.metadata.tags, cell.execution_count = ["nbval-check-output"], number
    nbformat.write(nb, path)


@pytest.fixture
def book(tmp_path) -> Layout:
    book = tiny.book(tmp_path, one=())
    checked(
        book.chapters()["01_one"],
        "print('a'); print('b')",
        "1 + 1",
        "import sys; print('c', file=sys.stderr)",
    )
    return book


def test_what_is_not_stored_or_stored_otherwise_is_told_by_cell(request, book):
    path = book.chapters()["01_one"]
    executed = execute(book, {"01_one": path}, Lines())["01_one"]
    assert [line.split(":")[0] for line in compare(request.session, path, executed)] == [
        "cell 0",
        "cell 1",
        "cell 2",
    ]
    nb = nbformat.read(path, as_version=4)
    for cell, ran in zip(nb.cells, nbformat.read(executed, as_version=4).cells, strict=True):
        cell.outputs = ran.outputs
    nbformat.write(nb, path)
    assert compare(request.session, path, executed) == []
    nb.cells[0].outputs[0].text = "a\nB\n"
    nb.cells[1].outputs[0].data["text/plain"] = "3"
    nbformat.write(nb, path)
    assert [line.split(":")[0] for line in compare(request.session, path, executed)] == ["cell 0", "cell 1"]


def test_outputs_of_a_cell_that_is_not_tagged_are_not_compared_and_an_edited_source_is_refused(request, book):
    path = book.chapters()["01_one"]
    executed = execute(book, {"01_one": path}, Lines())["01_one"]
    tiny.notebook(path, "print('a'); print('b')", "1 + 1", "import sys; print('c', file=sys.stderr)")
    assert compare(request.session, path, executed) == []
    tiny.notebook(path, "print('a')")
    with pytest.raises(AssertionError, match="not the executed notebook"):
        compare(request.session, path, executed)
