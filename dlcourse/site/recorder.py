"""Notes which files a chapter reads: copied as `sitecustomize.py`, so that every Python of it begins here.

It imports nothing of dlcourse: that would be in `sys.modules` before the chapter asks for it.
"""

import os
import sys
from contextlib import suppress


def record(file: str) -> None:
    """From here on, append the path of each file that Python opens or loads to `file`, each with a 0 byte."""
    seen: set[object] = set()
    notes = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def note(event: str, args: tuple) -> None:
        if event == "open":  # modules are opened too, as source or bytecode
            path = args[0]
        elif event == "import":  # of compiled ones only the path is told
            path = args[1]
        else:
            return
        if isinstance(path, str | bytes) and path not in seen:
            seen.add(path)
            with suppress(OSError):  # a path with no working folder to begin at
                os.write(notes, os.path.abspath(os.fsencode(path)) + b"\0")

    sys.addaudithook(note)


if "DLCOURSE_RECORD" in os.environ:
    record(os.environ["DLCOURSE_RECORD"])
