"""`is_on`: what an environment variable that switches something says."""

import os


def is_on(variable: str) -> bool:
    """Whether `variable` is set, and to anything but 0, false, no, off or nothing (in any case).

    Examples
    --------
    >>> os.environ["DLCOURSE_EXAMPLE"] = "false"
    >>> is_on("DLCOURSE_EXAMPLE")
    False
    """
    return os.environ.get(variable, "").strip().lower() not in ("", "0", "false", "no", "off")
