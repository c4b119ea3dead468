"""`replace`: write a file so that nobody ever finds half of it."""

import os
import tempfile
from pathlib import Path


def replace(path: Path, data: bytes) -> None:
    """Write `data` aside and rename it to `path`, whose folder exists.

    Raises
    ------
    OSError
        If the folder cannot be written to; `path` is then what it was.
    """
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(aside, 0o644)  # mkstemp makes files that only the owner can read
        os.replace(aside, path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
