"""How a notebook runs when nobody sits at it: in the kernels of the course, and in the grader.

What would wait for a person or end the process raises an error that names it, so that it costs what it must
and no more, and everywhere the same.
"""

import builtins
import sys
from collections.abc import Callable
from typing import Any, NoReturn

#: What is said of code that ran into its limit, and of code that ended its process.
TOO_LONG = "stopped: your code took too long: an endless loop?"
ENDED = "your code ended its process: a crash, or an exit?"


def unattended(namespace: dict[str, Any]) -> None:
    """Let breakpoint(), pdb.set_trace(), input(), quit() and exit() raise a RuntimeError in this process.

    Parameters
    ----------
    namespace : dict
        Where the cells of the notebook run; IPython has its own quit and exit there.
    """
    import getpass
    import pdb

    waits = "waits for a person"
    sys.breakpointhook = _refuse("breakpoint()", waits)
    pdb.set_trace = pdb.Pdb.set_trace = _refuse("pdb.set_trace()", waits)  # type: ignore[method-assign]
    builtins.input, getpass.getpass = _refuse("input()", waits), _refuse("getpass()", waits)
    for name in ("quit", "exit"):
        namespace[name] = _refuse(f"{name}()", "ends the notebook")
    shell = namespace.get("get_ipython", lambda: None)()
    if kernel := getattr(shell, "kernel", None):  # which puts its own input() in place before each cell
        kernel.raw_input, kernel.getpass = builtins.input, getpass.getpass


def _refuse(call: str, does: str) -> Callable[..., NoReturn]:
    def refuse(*arguments: Any, **options: Any) -> NoReturn:
        raise RuntimeError(f"{call} {does}: take it out before you hand in")

    return refuse
