"""A tiny book to build for real: a folder with what the course's own has, and a few small notebooks."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat

from dlcourse.site.layout import Layout

CONFIG = """\
title: A tiny book
author: nobody
execute: {execute_notebooks: "off"}
sphinx: {config: {myst_heading_anchors: 3}}
"""


class Lines:
    """A report that remembers what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, line: str) -> None:
        self.said.append(line)

    def step(self, name: str, done: int, of: int) -> None:
        assert 0 <= done <= of

    def end(self, name: str, line: str) -> None:
        self.said.append(line)

    def executed(self) -> list[str]:
        """The notebooks that were executed, by name."""
        return sorted(line.split(":")[0] for line in self.said if ": executed in" in line)


def notebook(path: Path, *cells: str, kernel: str = "python3", **metadata: Any) -> Path:
    """Write a notebook: a cell that begins with `#` and a space is markdown."""
    nb = nbformat.v4.new_notebook()
    nb.metadata = {
        "kernelspec": {"name": kernel, "display_name": kernel, "language": "python"},
        "dlcourse": {"topic": path.stem.partition("_")[2], "description": f"About {path.stem}."},
        **metadata,
    }
    make = {True: nbformat.v4.new_markdown_cell, False: nbformat.v4.new_code_cell}
    nb.cells = [make[cell.startswith("# ")](cell) for cell in cells]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nb, path)
    return path


def book(root: Path, **chapters: str | tuple[str, ...]) -> Layout:
    """A book with one chapter an argument, `one="print(1)"`, numbered in this order."""
    names = []
    for number, (topic, cells) in enumerate(chapters.items(), 1):
        cells = (cells,) if isinstance(cells, str) else cells
        names.append(f"{number:02}_{topic}")
        notebook(root / "book" / f"{names[-1]}.ipynb", f"# Chapter on {topic}", *cells)
    (root / "book" / "index.md").write_text("# A tiny book\n\nIt has few pages.\n")
    toc = "".join(f"  - file: {name}\n" for name in names)
    (root / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{toc}")
    (root / "_config.yml").write_text(CONFIG)
    return Layout(root)


def outputs(path: Path) -> str:
    """All text that the cells of an executed notebook printed."""
    cells = nbformat.read(path, as_version=4).cells
    return "".join(out.get("text", "") for cell in cells for out in cell.get("outputs", []))


def command(book: Layout, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `dlcourse` in the book's folder, to its end."""
    return subprocess.run(**_call(book, arguments, env), capture_output=True, text=True)


def start(book: Layout, *arguments: str, **env: str) -> subprocess.Popen[str]:
    """Start `dlcourse` in the book's folder; its messages are read from `stderr`."""
    return subprocess.Popen(**_call(book, arguments, env), stderr=subprocess.PIPE, text=True)


def _call(book: Layout, arguments: tuple[str, ...], env: dict[str, str]) -> dict[str, Any]:
    args = [sys.executable, "-m", "dlcourse.cli", *arguments]
    return {"args": args, "cwd": book.root, "env": os.environ | env}
