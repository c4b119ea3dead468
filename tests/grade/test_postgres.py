"""The gradebook in PostgreSQL, by nbgrader's own setting: the rows that SQLite gets."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from dlcourse.grade.gradebook.batch import grade
from dlcourse.grade.gradebook.course import Course
from tests.grade import tiny
from tests.grade.tiny import honest

_PLACES = os.pathsep.join([*map(str, Path("/usr/lib/postgresql").glob("*/bin")), os.environ.get("PATH", "")])
INITDB, CONTROL = (shutil.which(name, path=_PLACES) for name in ("initdb", "pg_ctl"))


@pytest.fixture
def server(tmp_path_factory) -> Iterator[str]:
    """The address of a database on a server of this test alone."""
    pytest.importorskip("psycopg2", reason="psycopg2, which talks to PostgreSQL, is not installed")
    if not INITDB or not CONTROL:
        pytest.skip("no PostgreSQL server is installed")
    place = tmp_path_factory.mktemp("pg")
    become = []
    if not os.geteuid():  # it refuses to run as root
        for folder in (place, *place.parents):
            if folder.stat().st_mode & 0o001 == 0 and folder.is_relative_to(place.parents[2]):
                folder.chmod(folder.stat().st_mode | 0o011)
        shutil.chown(place, "nobody")
        become = ["setpriv", "--reuid=nobody", "--clear-groups"]

    def run(*words: str) -> None:
        with open(os.devnull, "w") as nothing:  # the server keeps what it is given open
            subprocess.run([*become, *words], check=True, stdout=nothing, stderr=nothing, cwd=place)

    run(INITDB, "-D", "data", "-A", "trust", "-U", "grader", "--no-sync")
    options = f"-k {place} -c listen_addresses='' -c fsync=off"
    run(CONTROL, "-D", "data", "-l", "log", "-w", "-t", "60", "-o", options, "start")
    try:
        yield f"postgresql+psycopg2://grader@/postgres?host={place}"
    finally:
        run(CONTROL, "-D", "data", "-m", "immediate", "stop")


@pytest.mark.slow
def test_rows_in_postgresql_are_those_in_sqlite(course, server, tmp_path):
    honest(course)
    other = Path(shutil.copytree(course, tmp_path / "other"))
    config = other / "nbgrader_config.py"
    config.write_text(f"{config.read_text('utf8')}\nc.CourseDirectory.db_url = {server!r}\n", "utf8")
    tiny.nbgrader(other, "generate_assignment", tiny.NAME)
    with Course(other).gradebook() as book:
        book.update_or_create_assignment(tiny.NAME, duedate="2026-01-01 00:00:00 UTC")
    (other / "gradebook.db").unlink()
    for where in (course, other):
        grade(where, tiny.NAME, jobs=2)
    with Course(other).gradebook() as book:
        assert tiny.rows_of(book) == tiny.rows(course)
    assert {one.state for one in grade(other, tiny.NAME, jobs=2)} == {"kept"}
    assert not (other / "gradebook.db").exists()
