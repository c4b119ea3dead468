"""The graded course, made once for all tests of a run."""

from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from tests.exercises import stock
from tests.exercises.stock import Grade

Grades = dict[str, dict[str, Grade]]


@pytest.fixture(scope="session")
def courses(tmp_path_factory, worker_id) -> Path:
    """Where the graded courses lie; one folder also when tests run in parallel."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def grades(courses: Path) -> Callable[[str], Grades]:
    """Grades by student and exercise, for a topic; each topic is graded once."""

    def graded(topic: str) -> Grades:
        cache = courses / f"grades-{topic}.json"
        with FileLock(f"{cache}.lock"):
            if not cache.exists():
                found = stock.autograde(courses / f"nbgrader-{topic}", topic, stock.batch(topic))
                cache.write_text(stock.as_json(found), "utf8")
        return stock.from_json(cache.read_text("utf8"))

    return graded
