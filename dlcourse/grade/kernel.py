"""Run a notebook in a kernel of this Python, cell by cell, going on after errors, whatever its cells do."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from dlcourse.grade import need

if TYPE_CHECKING:
    from nbclient import NotebookClient
    from nbformat import NotebookNode

#: Run in the kernel before the notebook, leaving no name behind.
#: One thread, because several submissions share a machine. No warnings, because nbgrader takes every
#: point from a test cell that wrote to stderr, and an overflow warning is no wrong answer.
_BEFORE = (
    "__import__('os').environ.setdefault('OMP_NUM_THREADS', '1');",
    "__import__('warnings').simplefilter('ignore')",
)

#: How nbgrader, the release and `dlcourse check` start a kernel. Its own log would only say, for each
#: kernel, that it listens on this machine's network.
ARGUMENTS = ["--log-level=ERROR", *(f"--InteractiveShellApp.exec_lines={line}" for line in _BEFORE)]


def run(nb: "NotebookNode", folder: Path, *, timeout: int) -> Iterator[int]:
    """Execute the cells of `nb` in place, yielding the position of each cell when it is done.

    An error in a cell is one of its outputs, as in JupyterLab. So is a cell stopped after `timeout`
    seconds, and the end of the kernel, which every later code cell then reports too.

    Parameters
    ----------
    nb : notebook, format 4; its stored outputs are replaced
    folder : Path, the working folder of the kernel
    timeout : int, seconds a cell may run

    Raises
    ------
    AssignmentError
        If nbclient or ipykernel is not installed.
    """
    need("lab")
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client, gone = _client(nb, folder, timeout), ""
    with client.setup_kernel():
        for position, cell in enumerate(nb.cells):
            if cell.cell_type == "code" and gone:
                _add_error(cell, "DeadKernelError", gone)
            elif cell.cell_type == "code":
                started = monotonic()
                try:
                    client.execute_cell(cell, position)
                except DeadKernelError:
                    gone = f"not run: the kernel ended in cell {position + 1}"
                    _add_error(
                        cell, "DeadKernelError", "this cell ended the kernel: out of memory, or an exit?"
                    )
                except CellTimeoutError:
                    gone = f"not run: cell {position + 1} could not be stopped"
                if monotonic() - started >= timeout:  # interrupted, and what it did then is no result
                    _add_error(cell, "TimeoutError", f"stopped after {timeout} s: an endless loop?")
            yield position


def errors(cell: "NotebookNode") -> list[str]:
    """What failed in an executed cell, as nbgrader counts it: exceptions, and anything written to stderr."""
    found = []
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            found.append(f"{output.ename}: {output.evalue}" if output.evalue else output.ename)
        elif output.output_type == "stream" and output.name == "stderr":
            found.append(f"written to stderr, which the grader counts as an error: {output.text.strip()}")
    return found


def _client(nb: "NotebookNode", folder: Path, timeout: int) -> "NotebookClient":
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    client = NotebookClient(
        nb,
        timeout=timeout,
        allow_errors=True,
        interrupt_on_timeout=True,
        raise_on_iopub_timeout=True,
        error_on_timeout={"ename": "TimeoutError", "evalue": "", "traceback": []},
        resources={"metadata": {"path": str(folder)}},
        extra_arguments=list(ARGUMENTS),
    )
    # Without kernel folders "python3" is this interpreter, not whatever was once installed by that name.
    specs = KernelSpecManager(kernel_dirs=[])
    client.km = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs)
    return client


def _add_error(cell: "NotebookNode", name: str, message: str) -> None:
    """Put an error before the other outputs, because the first one is what people read."""
    from nbformat.v4 import new_output

    cell.outputs.insert(0, new_output("error", ename=name, evalue=message, traceback=[]))
