"""What Sphinx reads: `_build/source/` with the executed chapters, the pages, `_config.yml` and `_toc.yml`."""

import shutil
from pathlib import Path

from dlcourse.site import layout
from dlcourse.site.layout import Layout

#: Beside the chapters, these files of `book/` are pages or are read by pages.
_PAGES = ("*.md", "*.bib", "*.toml", "*.svg", "*.png")


def stage(book: Layout, executed: dict[str, Path]) -> list[str]:
    """Make `_build/source/` anew; a chapter that is not in `executed` is staged without outputs.

    Parameters
    ----------
    executed : dict of str to Path
        The executed notebook of each chapter.

    Returns
    -------
    list of str
        The chapters that were staged without outputs.
    """
    import nbformat

    shutil.rmtree(book.source, ignore_errors=True)
    for name, path in book.chapters().items():
        nb = layout.read_notebook(executed.get(name, path))
        nb.metadata.pop("dlcourse_run", None)
        layout.write(book.source / path.name, nbformat.writes(nb).encode())
    pages = [page for pattern in _PAGES for page in (book.root / "book").glob(pattern)]
    for page in [book.root / "_config.yml", book.root / "_toc.yml", *pages]:
        layout.write(book.source / page.name, page.read_bytes())
    if (assets := book.root / "assets").is_dir():
        shutil.copytree(assets, book.source / "assets")
    return [name for name in book.chapters() if name not in executed]
