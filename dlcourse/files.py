"""`replace` and `write_aside`: write a file so that nobody ever finds half of it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any


def write_aside(path: Path, write: Callable[[Path], Any]) -> None:
    """Call `write` with another name in the same folder, which is made, then rename.

    Raises
    ------
    OSError
        If the folder cannot be written to; `path` is then what it was, as after an error of `write`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write(aside)
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def replace(path: Path, data: bytes) -> None:
    """Write `data` aside and rename it to `path`."""
    write_aside(path, lambda aside: aside.write_bytes(data))
