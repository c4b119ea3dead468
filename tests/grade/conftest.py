"""The tiny course: made once, copied for each test; a browser."""

import shutil
from pathlib import Path

import pytest

from tests.grade import tiny
from tests.site.test_pages import browser  # noqa: F401  (a fixture)


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    return tiny.make(tmp_path_factory.mktemp("tiny") / "course")


@pytest.fixture
def course(made: Path, tmp_path: Path, monkeypatch) -> Path:
    """A course of this test alone, nothing handed in yet."""
    monkeypatch.setenv("DLCOURSE_SECRET", str(tmp_path / "secret"))
    return Path(shutil.copytree(made, tmp_path / "course"))
