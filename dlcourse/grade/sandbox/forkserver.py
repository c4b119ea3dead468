"""A process that imports everything once and then forks others, which start warm: kernels and judges.

Public: `Forkserver`. The process runs `python -m dlcourse.grade.sandbox.forkserver FD`; FD is its end of a
socket. A request is a message with open files: what to import first, and the function that a fork runs.
It never runs a cell itself, and has one thread, because a fork would copy only that one.
"""

import contextlib
import ctypes
import gc
import importlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dlcourse.grade.sandbox.wire import Ended, Wire

_LARGE, _MADV_COLLAPSE, _MOST_FILES = 2 << 20, 25, 8


class Forkserver:
    """The process, which ends when it is closed or when this one ends; its forks go on.

    Parameters
    ----------
    environment : dict, all of its environment variables
    preload : what it imports at once: "module", if that is installed, or "module:function", which it calls
    python : options of the interpreter
    prefix : a command that runs the interpreter, such as a container's
    options : of `subprocess.Popen`
    """

    def __init__(
        self,
        environment: dict[str, str],
        preload: Sequence[str] = (),
        *,
        python: Sequence[str] = ("-P",),
        prefix: Sequence[str] = (),
        **options: Any,
    ):
        self._sock, theirs = socket.socketpair()
        self._wire, self._lock, self._waiting = Wire(self._sock), threading.Lock(), 0
        with theirs:
            self.process = subprocess.Popen(
                [*prefix, sys.executable, *python, "-m", __spec__.name, str(theirs.fileno())],
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                **options,
            )
        self._ask({"preload": list(preload)}, [])

    def fork(self, target: str, job: Any, files: Sequence[int] = (), preload: Sequence[str] = ()) -> int:
        """The pid of a new process, which runs `target(job, files)`.

        Parameters
        ----------
        target : "module:function"
        job : JSON
        files : open files of this process; `files` of the target are their numbers there
        preload : as of the class, for this fork and all later ones

        Raises
        ------
        Ended
            If the server has ended.
        """
        with self._lock:
            self._ask({"preload": list(preload), "target": target, "job": job}, files)
            while self._waiting:
                answer, _ = self._wire.receive()
                self._waiting -= 1
            return int(answer["pid"])

    def ready(self) -> bool:
        """Whether a fork would start at once."""
        with self._lock:
            return self._waiting == 0 or (
                self._waiting == 1 and bool(select.select([self._sock], [], [], 0)[0])
            )

    def close(self) -> None:
        self._sock.close()
        self.process.kill()
        self.process.wait()

    def _ask(self, message: dict, files: Sequence[int]) -> None:
        self._wire.send({**message, "files": len(files)})
        if files:
            socket.send_fds(self._sock, [b"f"], list(files))
        self._waiting += 1


def settle() -> None:
    """Make forks of this process cheap: no garbage to look through, few pages to copy.

    Raises
    ------
    SystemExit
        If it has several threads.
    """
    gc.collect()
    gc.freeze()
    if not (pid := os.fork()):  # before a fork the threads of OpenBLAS end; they come back when needed
        os._exit(0)
    with contextlib.suppress(ChildProcessError):  # who leaves no zombies cannot ask how they ended
        os.waitpid(pid, 0)
    if (found := threads()) != 1:
        raise SystemExit(f"{found} threads after the imports: a fork would copy only one of them")
    large_pages()


def threads() -> int:
    """How many threads this process has."""
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.exists() else threading.active_count()


def large_pages() -> None:
    """Put this process's memory into pages of 2 MB, where Linux can: a fork, which copies the table of pages,
    then costs a third. Where it cannot, nothing changes.
    """
    maps = Path("/proc/self/maps")
    libc = ctypes.CDLL(None)
    for line in maps.read_text().splitlines() if maps.exists() else ():
        place, rights, _, _, _, *name = line.split(maxsplit=5)
        if rights != "rw-p" or name not in ([], ["[heap]"]):
            continue
        start, end = (int(at, 16) for at in place.split("-"))
        start, end = -(-start // _LARGE) * _LARGE, end // _LARGE * _LARGE
        if start < end:
            libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _MADV_COLLAPSE)


def _found(name: str) -> Any:
    """What `name` names: "module:function" a function; "module" None, imported if it is installed."""
    module, _, function = name.partition(":")
    if function:
        return getattr(importlib.import_module(module), function)
    if find_spec(module.partition(".")[0]):
        importlib.import_module(module)
    return None


def _serve(sock: socket.socket) -> None:
    wire, loaded = Wire(sock), set[str]()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whom this works for
    while True:
        request, _ = wire.receive()
        files = socket.recv_fds(sock, 1, _MOST_FILES)[1] if request["files"] else []
        if new := [name for name in request["preload"] if name not in loaded]:
            loaded |= set(new)
            for name in new:
                if function := _found(name):
                    function()
            settle()
            signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # forks that end leave no zombies
        pid = 0
        if "target" in request and not (pid := os.fork()):
            sock.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            try:
                _found(request["target"])(request["job"], files)
            finally:
                os._exit(0)
        for file in files:
            os.close(file)
        wire.send({"pid": pid})


if __name__ == "__main__":
    with contextlib.suppress(Ended):
        _serve(socket.socket(fileno=int(sys.argv[1])))
    os._exit(0)  # IPython has nothing to clean up, and its folder may be gone
