"""What a fork of the forkserver does to become a kernel; `WarmProvisioner` asks for that."""

import importlib
import os
import random
import sys
from typing import Any


def prepare() -> None:
    """Import what every kernel needs; called in the forkserver."""
    for name in ("ipykernel.kernelapp", "ipykernel.zmqshell", "IPython.core.completer"):
        importlib.import_module(name)


def become_kernel(job: dict[str, Any], files: list[int]) -> None:
    """Turn this fork into what `python -m ipykernel_launcher WORDS` would be, and never return.

    Parameters
    ----------
    job : dict
        `words`; the working `folder`, or None; the whole `environment`; and `streams`, which says of each of
        `files` whether it becomes stdout (1) or stderr (2). Else they go where Jupyter's go.
    files : open files
    """
    os.setsid()  # an interrupt reaches this kernel alone
    streams = dict(zip(job["streams"], files, strict=True))
    for number, file in {0: os.open(os.devnull, os.O_RDONLY), **streams}.items():
        os.dup2(file, number)
    os.environ.clear()
    os.environ.update(job["environment"])
    if job["folder"]:
        os.chdir(job["folder"])
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    if "torch" in sys.modules:
        sys.modules["torch"].seed()
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = ["ipykernel_launcher", *job["words"]]
    IPKernelApp.launch_instance([*job["words"], f"--IPKernelApp.parent_handle={os.getppid()}"])
