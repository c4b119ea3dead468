"""Run a notebook in a kernel of this Python, cell by cell, going on after errors, whatever its cells do."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from copy import deepcopy
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from dlcourse.grade import need
from dlcourse.grade.unattended import ENDED, TOO_LONG

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbformat import NotebookNode

#: Run in the kernel before the notebook, leaving no name behind.
#: One thread, because several submissions share a machine. No warnings, because nbgrader takes every
#: point from a test cell that wrote to stderr, and an overflow warning is no wrong answer.
_BEFORE = (
    "__import__('os').environ.setdefault('OMP_NUM_THREADS', '1');",
    "__import__('warnings').simplefilter('ignore')",
    "__import__('dlcourse.grade.unattended').grade.unattended.unattended(get_ipython().user_ns)",
)

#: How nbgrader, the release and `dlcourse check` start a kernel. Its own log would only say, for each
#: kernel, that it listens on this machine's network.
ARGUMENTS = ["--log-level=ERROR", *(f"--InteractiveShellApp.exec_lines={line}" for line in _BEFORE)]


@contextmanager
def started(folder: Path) -> "Iterator[AsyncKernelManager]":
    """A kernel in `folder` that starts while the caller does other things, and ends with the block.

    An AssignmentError if nbclient or ipykernel is not installed.
    """
    need("lab")
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from jupyter_core.utils import run_sync

    # Without kernel folders "python3" is this interpreter, not whatever was once installed by that name.
    specs = KernelSpecManager(kernel_dirs=[])
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs)
    manager.client_factory = _prompt_client()
    run_sync(manager.start_kernel)(cwd=str(folder), extra_arguments=list(ARGUMENTS))
    try:
        yield manager
    finally:
        _kill(manager)
        run_sync(manager.shutdown_kernel)(now=True)


def _kill(manager: "AsyncKernelManager") -> None:
    """End the kernel, with all that it started."""
    from jupyter_core.utils import run_sync

    process = getattr(manager.provisioner, "process", None)
    if manager.provisioner and process:
        run_sync(manager.provisioner.kill)()
        process.wait()  # jupyter_client would look ten times a second


def run(
    nb: "NotebookNode", folder: Path, *, timeout: int, kernel: "AsyncKernelManager | None" = None
) -> Iterator[int]:
    """Execute the cells of `nb` in place, yielding the position of each cell when it is done.

    An error in a cell is one of its outputs, as in JupyterLab. So is a cell stopped after `timeout`
    seconds, and the end of the kernel. Who ended it, or could not be stopped, costs the others nothing:
    they go on in a new kernel, in which what ran before has run again.

    The first kernel is `kernel`, of `started`, in which nothing has run; by default a new one in `folder`.
    """
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    left_out: set[int] = set()
    done = 0
    while done < len(nb.cells):
        with ExitStack() as stack:
            live, kernel = kernel or stack.enter_context(started(folder)), None
            client = _client(nb, live, timeout)
            stack.enter_context(client.setup_kernel())
            if client.kc:
                stack.callback(client.kc.stop_channels)
            again = [at for at in range(done) if nb.cells[at].cell_type == "code"]
            for at in [*again, *range(done, len(nb.cells))]:
                cell = nb.cells[at] if at >= done else deepcopy(nb.cells[at])
                runs = cell.cell_type == "code" and at not in left_out
                verdict = _execute(client, cell, at, timeout) if runs else ""
                if verdict:
                    left_out.add(at)
                if at >= done:
                    done = at + 1
                    yield at
                if verdict == "lost":
                    _kill(live)
                    break


def _execute(client: "NotebookClient", cell: "NotebookNode", at: int, timeout: int) -> str:
    """Run one cell; "late" if it was stopped, "lost" if the kernel is of no use any more, else empty."""
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    began, lost = monotonic(), False
    try:
        client.execute_cell(cell, at)
    except DeadKernelError:
        _add_error(cell, "Crashed", ENDED)
        return "lost"
    except CellTimeoutError:
        lost = True
    if lost or monotonic() - began >= timeout:  # interrupted, and what it did then is no result
        cell.outputs = [output for output in cell.outputs if output.output_type != "error"]
        _add_error(cell, "TimeoutError", TOO_LONG)
        return "lost" if lost else "late"
    return ""


def errors(cell: "NotebookNode", *, stderr: bool = False) -> list[str]:
    """The exceptions of an executed cell; with `stderr` also what stock nbgrader takes for one."""
    found = []
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            found.append(f"{output.ename}: {output.evalue}" if output.evalue else output.ename)
        elif stderr and output.output_type == "stream" and output.name == "stderr":
            found.append(f"written to stderr, which nbgrader counts as an error: {output.text.strip()}")
    return found


def _client(nb: "NotebookNode", kernel: "AsyncKernelManager", timeout: int) -> "NotebookClient":
    from nbclient import NotebookClient

    return NotebookClient(
        nb,
        kernel,
        timeout=timeout,
        allow_errors=True,
        interrupt_on_timeout=True,
        raise_on_iopub_timeout=True,
        error_on_timeout={"ename": "TimeoutError", "evalue": "", "traceback": []},
    )


def _prompt_client() -> type:
    """A kernel client that is ready as soon as it hears the kernel on both channels.

    Jupyter's own then waits a fifth of a second for something else to come.
    """
    from queue import Empty

    from jupyter_client.asynchronous.client import AsyncKernelClient

    class Prompt(AsyncKernelClient):
        async def wait_for_ready(self, timeout: float | None = None) -> None:
            end = monotonic() + (timeout or 60)
            while monotonic() < end and await self.is_alive():
                self.kernel_info()
                with suppress(Empty):
                    await self.shell_channel.get_msg(timeout=1)
                    await self.iopub_channel.get_msg(timeout=0.2)
                    return
            raise RuntimeError("the kernel does not answer")

    return Prompt


def _add_error(cell: "NotebookNode", name: str, message: str) -> None:
    """Put an error before the other outputs, because the first one is what people read."""
    from nbformat.v4 import new_output

    cell.outputs.insert(0, new_output("error", ename=name, evalue=message, traceback=[]))
