"""What Sphinx reads: `_build/source/` with the executed chapters, the pages, `_config.yml` and `_toc.yml`."""

from pathlib import Path

from dlcourse.site import layout
from dlcourse.site.layout import Layout

#: Beside the chapters, these files of `book/` are pages or are read by pages.
_PAGES = ("*.md", "*.bib", "*.toml", "*.svg", "*.png")


def stage(book: Layout, executed: dict[str, Path]) -> list[str]:
    """Bring `_build/source/` up to date; a chapter that is not in `executed` is staged without outputs.

    Files that did not change keep their time, by which Sphinx knows what it has read.

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

    staged = {}
    for name, path in book.chapters().items():
        nb = layout.read_notebook(executed.get(name, path))
        nb.metadata.pop("dlcourse_run", None)
        staged[book.source / path.name] = nbformat.writes(nb).encode()
    pages = [page for pattern in _PAGES for page in (book.root / "book").glob(pattern)]
    for page in [book.root / "_config.yml", book.root / "_toc.yml", *pages]:
        staged[book.source / page.name] = page.read_bytes()
    for path in (book.root / "assets").rglob("*"):
        if path.is_file():
            staged[book.source / path.relative_to(book.root)] = path.read_bytes()
    for path in book.source.rglob("*"):
        if path.is_file() and path not in staged:
            path.unlink()
    for path, data in staged.items():
        if not path.is_file() or path.read_bytes() != data:
            layout.write(path, data)
    return [name for name in book.chapters() if name not in executed]
