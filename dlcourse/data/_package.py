"""Files that travel inside other Python packages, found without importing those packages.

The book's numbers hold for the bytes that it was written with. Other bytes bring a `ContentChanged`
warning (an error in the book's own tests) and not an error, because a chapter with slightly other
numbers still teaches.
"""

import csv
import hashlib
import importlib.util
import tomllib
import warnings
from functools import cache
from pathlib import Path
from typing import Any


class ContentChanged(UserWarning):
    """The installed data differ from those with which the book's numbers were measured."""


def expect(content: bytes, sha256: str, what: str) -> bytes:
    """`content` itself; warns with `ContentChanged` if its SHA-256 digest is not `sha256`."""
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        warnings.warn(
            f"{what} is not what the book was written with (sha256 {found[:12]}..., there {sha256[:12]}...): "
            "it works, but expect numbers that differ a little from those on the page",
            ContentChanged,
            stacklevel=3,
        )
    return content


@cache
def sources() -> dict[str, Any]:
    """What `sources.toml` says: checksums of packaged files, mirrors of downloads."""
    return tomllib.loads((Path(__file__).parent / "sources.toml").read_text(encoding="utf-8"))


def folder_of(package: str) -> Path:
    """The folder of an installed package; an ImportError that names the extra if it is missing."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ImportError(
            f"this data set travels inside the package {package}, which is not installed; "
            "run: pip install 'dlcourse[data]'",
            name=package,
        )
    return Path(spec.submodule_search_locations[0])


def packaged(package: str, path: str) -> bytes:
    """The bytes of the file at `path` inside an installed package, compared with `sources.toml`."""
    file = folder_of(package) / path
    if not file.is_file():
        raise FileNotFoundError(
            f"the installed {package} has no file {path}; the version of the extra has it: "
            "pip install --upgrade 'dlcourse[data]'"
        )
    return expect(file.read_bytes(), sources()[package][path], f"{path} in the installed {package}")


def columns(content: bytes) -> dict[str, list[str]]:
    """The columns of a CSV file with a header line, as text."""
    header, *rows = csv.reader(content.decode().splitlines())
    return {name: [row[i] for row in rows] for i, name in enumerate(header)}
