"""`WarmProvisioner`: Jupyter's kernels start as forks of a process that has imported torch already.

Jupyter finds it by its entry point; to use it for JupyterLab, nbval, nbgrader or a build, set

    JUPYTER_DEFAULT_PROVISIONER_NAME=dlcourse-warm

Linux only. Anything that a fork could not stand for starts as Jupyter starts it: the first kernel, one of
another interpreter or language, one whose environment differs from the first one's.
"""

import asyncio
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar

import psutil  # which comes with ipykernel
from jupyter_client.provisioning import LocalProvisioner

from dlcourse.grade.sandbox.forkserver import Forkserver
from dlcourse.grade.sandbox.wire import Ended

#: What a kernel finds imported, if it is installed; DLCOURSE_WARM may name others, with commas.
MODULES = "numpy,torch,matplotlib.pyplot"
#: What ipykernel sets, if matplotlib is still to be imported.
_INLINE = "module://matplotlib_inline.backend_inline"
_LONGEST = 100  # characters of the path of a socket, of the 107 that Linux takes
#: Variables that nothing reads when it is imported.
_OWN = (
    "JPY_PARENT_PID",
    "JPY_SESSION_NAME",
    "JPY_INTERRUPT_EVENT",
    "DLCOURSE_SEED",
    "NBGRADER_EXECUTION",
    "PYTEST_CURRENT_TEST",
    "PWD",
)


class WarmProvisioner(LocalProvisioner):
    """Starts kernels of this Python warm, and others as `LocalProvisioner` does.

    All talk over sockets in files, where paths are short enough: a port that was free a moment ago may have
    been taken by the time a kernel asks for it, and other people of the machine can reach it.
    """

    async def pre_launch(self, **options: Any) -> dict[str, Any]:
        manager = self.parent
        place = os.path.join(tempfile.gettempdir(), f"kernel-{secrets.token_hex(8)}")
        wants_a_port = manager and manager.transport == "tcp" and not manager.shell_port
        if sys.platform == "linux" and wants_a_port and len(place) < _LONGEST:
            manager.transport, manager.ip, manager.cache_ports = "ipc", place, False  # type: ignore[union-attr]
        return await super().pre_launch(**options)

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
        forked = None
        if words := _words(cmd, options):
            folder, environment = options.get("cwd"), options.get("env") or dict(os.environ)
            job = {"words": words, "folder": folder and str(folder), "environment": environment}
            with _streams(options) as streams:
                forked = _Warm.of(environment).fork(job, streams)
        if forked is None:
            return await super().launch_kernel(cmd, **options)
        self.process, self.pid, self.pgid = forked, forked.pid, forked.pid  # type: ignore[assignment]
        self.cwd = options.get("cwd", Path.cwd())
        self.log.debug("Kernel %s was forked warm", forked.pid)
        return self.connection_info

    async def wait(self) -> int | None:
        if not isinstance(self.process, Forked):
            return await super().wait()
        while self.process.poll() is None:  # type: ignore[unreachable]
            await asyncio.sleep(0.005)
        self.process = None
        return 0


class Forked(psutil.Process):
    """A process that is not a child of this one, with the part of `subprocess.Popen` that Jupyter uses."""

    stdin = stdout = stderr = None

    def poll(self) -> int | None:
        """None while it runs, then 0: how it ended only its parent could tell."""
        return None if self.is_running() else 0

    def send_signal(self, number: int) -> None:
        with suppress(psutil.NoSuchProcess):
            super().send_signal(number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class _Warm:
    """The warm process of this one, started beside its first kernel."""

    _made: ClassVar["_Warm | None"] = None
    _lock: ClassVar[Lock] = Lock()

    def __init__(self, environment: dict[str, str]):
        self._for = _shared(environment)
        modules = filter(None, environment.get("DLCOURSE_WARM", MODULES).split(","))
        self._server = Forkserver(
            {"MPLBACKEND": _INLINE, **environment},
            ["dlcourse.grade.forks:prepare", *modules],
            start_new_session=True,
        )

    @classmethod
    def of(cls, environment: dict[str, str]) -> "_Warm":
        with cls._lock:
            cls._made = cls._made or cls(environment)
            return cls._made

    def fork(self, job: dict[str, Any], streams: dict[int, int]) -> Forked | None:
        """A new kernel; None while the warm process is not ready, or if it is for another environment.

        Parameters
        ----------
        job : what `forks.become_kernel` takes
        streams : dict, open files of this process by their number in the kernel
        """
        if _shared(job["environment"]) != self._for:
            return None
        with suppress(Ended):  # the server ended: from now on kernels start cold
            if self._server.ready():
                target = "dlcourse.grade.forks:become_kernel"
                return Forked(
                    self._server.fork(target, {**job, "streams": list(streams)}, [*streams.values()])
                )
        return None


@contextmanager
def _streams(options: dict[str, Any]) -> Iterator[dict[int, int]]:
    """The files that stdout and stderr are to go to, by the numbers of these."""
    with open(os.devnull, "w") as nothing:
        given = {1: options.get("stdout"), 2: options.get("stderr")}
        files = {n: nothing if to == subprocess.DEVNULL else to for n, to in given.items() if to is not None}
        yield {n: to if isinstance(to, int) else to.fileno() for n, to in files.items()}


def _words(cmd: list[str], options: dict[str, Any]) -> list[str]:
    """The arguments of ipykernel in a command that starts it with this Python; empty if it does not."""
    streams = {options.get(name) for name in ("stdin", "stdout", "stderr")}
    pipes = streams & {subprocess.PIPE, subprocess.STDOUT}
    if sys.platform != "linux" or pipes or "ipykernel_launcher" not in cmd:
        return []
    before, words = cmd[: cmd.index("ipykernel_launcher")], cmd[cmd.index("ipykernel_launcher") + 1 :]
    ours = before[-1:] == ["-m"] and Path(before[0]) == Path(sys.executable)
    return words if ours and all(word.startswith("-Xfrozen_modules") for word in before[1:-1]) else []


def _shared(environment: dict[str, str]) -> dict[str, str]:
    """What must be the same for a fork: libraries read much of it when they are imported."""
    return {name: value for name, value in environment.items() if name not in _OWN}
