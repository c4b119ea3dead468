"""The process that warm kernels are forked from: torch and ipykernel imported, one thread, no cell ever run.

Started as `python -m dlcourse.grade.forks FD MODULE...` by `WarmProvisioner`; FD is its end of a pipe. It
says when it is ready, then answers each request with the process id of a new kernel.
"""

import gc
import importlib
import json
import os
import random
import signal
import sys
from contextlib import suppress
from importlib.util import find_spec
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle

from dlcourse.grade.judge.litter import threads


def prepare(modules: list[str]) -> None:
    """Import everything that a kernel needs, and those of `modules` that are installed."""
    for name in ("ipykernel.kernelapp", "ipykernel.zmqshell", "IPython.core.completer"):
        importlib.import_module(name)
    for name in modules:
        if find_spec(name.partition(".")[0]):
            importlib.import_module(name)
    gc.collect()
    gc.freeze()
    if not (pid := os.fork()):  # before a fork the threads of OpenBLAS end; they come back when needed
        os._exit(0)
    os.waitpid(pid, 0)
    if (found := threads()) != 1:
        raise SystemExit(f"{found} threads after the imports: a fork would copy only one of them")


def become_kernel(
    words: list[str], folder: str | None, environment: dict[str, str], streams: dict[int, int]
) -> None:
    """Turn this fork into what `python -m ipykernel_launcher WORDS` would be, and never return.

    `streams` says which open file becomes stdout (1) and stderr (2); else they go where Jupyter's go.
    """
    os.setsid()  # an interrupt reaches this kernel alone
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, file in {0: os.open(os.devnull, os.O_RDONLY), **streams}.items():
        os.dup2(file, number)
    os.environ.clear()
    os.environ.update(environment)
    if folder:
        os.chdir(folder)
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    if "torch" in sys.modules:
        sys.modules["torch"].seed()
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = ["ipykernel_launcher", *words]
    try:
        IPKernelApp.launch_instance([*words, f"--IPKernelApp.parent_handle={os.getppid()}"])
    finally:
        os._exit(0)


def main() -> None:
    """Say when it is ready, and fork a kernel for each request until Jupyter ends."""
    pipe, modules = Connection(int(sys.argv[1])), sys.argv[2:]
    prepare(modules)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for Jupyter
    pipe.send_bytes(b"ready")
    with suppress(EOFError, ConnectionError):  # Jupyter ended
        while True:
            while not pipe.poll(1.0):
                with suppress(ChildProcessError):
                    while os.waitpid(-1, os.WNOHANG)[0]:
                        pass
            job = json.loads(pipe.recv_bytes())
            job["streams"] = {number: recv_handle(pipe) for number in job["streams"]}
            if not (pid := os.fork()):
                pipe.close()
                become_kernel(**job)
            for file in job["streams"].values():
                os.close(file)
            pipe.send_bytes(str(pid).encode())


if __name__ == "__main__":
    main()
