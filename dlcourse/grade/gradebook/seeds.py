"""Seeds of hidden tests: each student gets other numbers, and the same ones when graded again."""

import hmac
import os
import secrets
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from dlcourse.grade import AssignmentError

_LEAST = 32  # characters


def seed(secret: bytes, student: str, exercise: str, k: int = 0) -> str:
    """A decimal number below 2**63 for `DLCOURSE_SEED`, which nobody can guess without the secret.

    With another `k` it is another draw.

    Examples
    --------
    >>> seed(b"secret", "ada", "neurons") == seed(b"secret", "ada", "neurons")
    True
    >>> seed(b"secret", "ada", "neurons") == seed(b"secret", "bob", "neurons")
    False
    """
    message = "\0".join((student, exercise, str(k))).encode("utf8")
    return str(int.from_bytes(hmac.digest(secret, message, "sha256")[:8], "big") >> 1)


def secret_path(course: str) -> Path:
    """Where this user keeps the secret of a course: not in the course's folder, which others clone.

    `DLCOURSE_SECRET` names another file, for example one that several graders share.
    """
    if given := os.environ.get("DLCOURSE_SECRET"):
        return Path(given)
    from platformdirs import user_data_path

    return user_data_path("dlcourse") / "secrets" / course


def secret(path: Path) -> bytes:
    """The secret in `path`, which is made at the first call; only its owner may read it.

    Raises
    ------
    AssignmentError
        If others can read it, it is too short, or it cannot be read or made.
    """
    try:
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _create(path)
        mode, value = path.stat().st_mode, path.read_bytes().strip()
    except OSError as refused:
        raise AssignmentError(
            f"cannot keep the course's secret in {path}: {refused.strerror}; "
            "mend its rights, or name another file in DLCOURSE_SECRET"
        ) from refused
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise AssignmentError(f"others can read the course's secret; run: chmod 600 '{path}'")
    if len(value) < _LEAST:
        raise AssignmentError(
            f"the course's secret in {path} has {len(value)} bytes, fewer than {_LEAST}; "
            "bring back the whole file, or delete it (hidden tests then draw other numbers)"
        )
    return value


def _create(path: Path) -> None:
    """Write a new secret aside and link it into place: of two graders that begin at once, one wins."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as aside:  # which only its owner can read
        aside.write(secrets.token_hex(_LEAST))
        aside.flush()
        with suppress(FileExistsError):
            os.link(aside.name, path)
