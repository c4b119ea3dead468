"""Notes which files a chapter reads: copied as `sitecustomize.py`, so that every Python of it begins here.

Each path that Python opens and each name that it tries to import is appended to one file, and a 0 byte after
it. Paths are absolute, names are not; an empty one stands where the first cell begins.

It imports nothing of dlcourse: that would be in `sys.modules` before the chapter asks for it.
"""

import os
import sys
from contextlib import suppress


def record(file: str) -> None:
    """From here on, append to `file` the paths and names."""
    seen: set[object] = set()
    notes = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def note(event: str, args: tuple) -> None:
        if event not in ("open", "import"):
            return
        found = args[0]  # of what is imported a name, also if it is not there
        if isinstance(found, str | bytes) and found not in seen:
            if event == "open":  # a cell may try again what the kernel tried
                seen.add(found)
            with suppress(OSError):  # a path with no working folder to begin at
                os.write(notes, os.fsencode(os.path.abspath(found) if event == "open" else found) + b"\0")

    sys.addaudithook(note)


def cells_begin(file: str) -> None:
    """Note that the kernel has started, and what follows is the chapter's."""
    with open(file, "ab") as notes:
        notes.write(b"\0")


if "DLCOURSE_RECORD" in os.environ:
    record(os.environ["DLCOURSE_RECORD"])
