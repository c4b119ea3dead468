"""The executed notebooks of the book."""

import pytest
from filelock import FileLock

from dlcourse.site.execute import execute
from tests.book.test_chapters import BOOK, NOTEBOOKS
from tests.site.tiny import Lines


@pytest.fixture(scope="session")
def executed_file():
    """The file with an executed notebook: from the cache, or run now as the build would run it."""

    def of(name):
        BOOK.cache.mkdir(parents=True, exist_ok=True)
        with FileLock(BOOK.cache / f"{name}.lock"):
            return execute(BOOK, {name: NOTEBOOKS[name]}, Lines())[name]

    return of
