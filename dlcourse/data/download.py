"""`fetch`: a file from the network, once, checked, resumed where it broke off, never half-written."""

import hashlib
import http.client
import importlib.util
import os
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dlcourse.environment import is_on

CHUNK = 1 << 16


class DownloadError(OSError):
    """No mirror gave the file; the message says what each of them did."""


def data_folder() -> Path:
    """Where downloads are kept: `DLCOURSE_DATA`, or the operating system's folder for caches."""
    if chosen := os.environ.get("DLCOURSE_DATA"):
        return Path(chosen).expanduser()
    try:
        from platformdirs import user_cache_path
    except ImportError as error:
        raise ImportError(
            "downloads need a folder: set DLCOURSE_DATA to one, or run: pip install 'dlcourse[data]'"
        ) from error
    return user_cache_path("dlcourse")


def fetch(
    name: str,
    mirrors: Sequence[str],
    *,
    size: int,
    sha256: str,
    folder: str | os.PathLike[str] | None = None,
    timeout: float = 20.0,
) -> Path:
    """The path of a file whose content has the digest `sha256`; downloaded if it is not there yet.

    Parameters
    ----------
    name : str
        File name, appended to each mirror's address and used in the folder.
    mirrors : sequence of str
        Addresses that end in "/", tried in this order; the checksum decides whether to believe one.
    size, sha256
        Length in bytes and digest in hexadecimal; a longer answer is not read to its end.
    folder : str or Path, optional
        Default `data_folder()`.
    timeout : float
        Seconds to wait for an answer, and for each further 64 KiB: a mirror that trickles is left.

    Raises
    ------
    DownloadError
        If no mirror gave the right bytes, the folder cannot be written to, or `DLCOURSE_OFFLINE=1` forbids
        to ask. What had arrived stays in `name`.part and the next call goes on from there.
    """
    path = Path(folder or data_folder()).expanduser() / name
    if _digest(path) == sha256:
        return path
    if is_on("DLCOURSE_OFFLINE"):
        state = "damaged" if path.exists() else "not there"
        raise DownloadError(
            f"{path} is {state} and DLCOURSE_OFFLINE forbids to download it: unset DLCOURSE_OFFLINE, "
            f"or put the file there yourself (from {mirrors[0]}{name})"
        )
    part = path.with_name(f"{name}.part")
    with _held(path):  # several processes of one training run ask at once
        if _digest(path) == sha256:
            return path
        failures = []
        for mirror in mirrors:
            failure = _ask(mirror + name, part, size, sha256, timeout)
            if failure is None:
                os.replace(part, path)
                return path
            failures.append(f"  {mirror}{name}: {failure}")
    raise DownloadError(
        f"could not download {name} ({size:,} bytes):\n" + "\n".join(failures) + "\nIs there a network? "
        f"Call again to go on where it stopped, or put the file into {path.parent} yourself; "
        "DLCOURSE_DATA names another folder."
    )


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """The lock of the file that `path` names, in its folder, which is made."""
    from filelock import FileLock  # every installation has it: torch needs it

    lock = FileLock(f"{path}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path.parent):  # where no file can be made, FileLock may wait for ever
            lock.acquire()
    except OSError as error:
        raise DownloadError(
            f"{path} is not there, or damaged, and nothing can be written beside it "
            f"({error.strerror or error}): set DLCOURSE_DATA to a folder of your own, or put the file there "
            "yourself"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _ask(url: str, part: Path, size: int, sha256: str, timeout: float) -> str | None:
    """Fill `part` from `url`; None when its digest is right, else what went wrong."""
    failure, restarted, got = "", False, 0
    for _ in range(50):  # a connection that breaks is taken up again, as long as each one brings something
        start, slow = part.stat().st_size if part.exists() else 0, False
        try:
            with _progress(part.stem, size) as report:
                _read(url, part, start, size, timeout, report)
            failure = "broke off"
        except (OSError, http.client.HTTPException) as error:
            failure, slow = str(error) or type(error).__name__, isinstance(error, TimeoutError)
            if isinstance(error, urllib.error.HTTPError) and error.code == 416 and start:
                part.unlink()  # there is no byte `start`: what we hold was the beginning of another file
        got = part.stat().st_size if part.exists() else 0
        if got == size:
            if (found := _digest(part)) == sha256:
                return None
            failure = f"wrong content: sha256 {found}, expected {sha256}"
        if got >= size or got < start:
            part.unlink(missing_ok=True)
            if restarted or not start:
                break
            restarted = True  # the beginning may have been the wrong half: once more, from zero
        elif got == start or (slow and got < start + CHUNK):
            break
    return f"{failure} ({got:,} of {size:,} bytes are here)"


def _read(url: str, part: Path, start: int, size: int, timeout: float, report: Callable[[int], None]) -> None:
    headers = {"User-Agent": "dlcourse", "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.urlopen(request, timeout=timeout) as answer:
        got = start if answer.status == 206 else 0  # 200: a server that does not know ranges begins again
        if answer.status == 206 and not answer.headers.get("Content-Range", "").startswith(f"bytes {start}-"):
            raise OSError(f"asked for bytes {start}-, was sent {answer.headers.get('Content-Range')}")
        if answer.length not in (None, size - got):  # a log-in page instead of the file, most likely
            raise OSError(f"offers {answer.length:,} bytes where {size - got:,} are expected")
        with part.open("ab" if got else "wb") as file:
            patience, enough = time.monotonic() + timeout, got + CHUNK
            while chunk := answer.read1(CHUNK):
                got += len(chunk)
                file.write(chunk)
                report(got)
                if got > size:
                    raise OSError(f"sends more than the {size:,} bytes of the file")
                if got >= enough:
                    patience, enough = time.monotonic() + timeout, got + CHUNK
                elif time.monotonic() > patience:
                    raise TimeoutError(f"less than {CHUNK:,} bytes in {timeout:g} s")


def _digest(path: Path) -> str | None:
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _progress(name: str, size: int) -> Iterator[Callable[[int], None]]:
    """A bar in a terminal or a notebook, nothing in a log."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    console = Console(stderr=True)
    # In a notebook rich draws with ipywidgets, and where they are missing it would print a warning.
    shown = console.is_terminal or (console.is_jupyter and importlib.util.find_spec("ipywidgets"))
    columns = TextColumn(name), BarColumn(), DownloadColumn(), TransferSpeedColumn()
    with Progress(*columns, console=console, transient=True, disable=not shown) as bar:
        task = bar.add_task(name, total=size)
        yield lambda got: bar.update(task, completed=got)
