"""Tasks are bytes that can be given to anyone, again, and elsewhere; results come back all the same."""

import functools
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from dlcourse.grade import AssignmentError
from dlcourse.grade.gradebook import tasks
from dlcourse.grade.gradebook.batch import grade
from dlcourse.grade.gradebook.workers import results, workers
from dlcourse.grade.judge import Judge
from tests.grade import tiny
from tests.grade.tiny import STUB, honest


def test_the_same_notebook_is_the_same_task():
    one, other = (tasks.pack(new_notebook(cells=[new_code_cell("1", id="a")]), "7") for _ in range(2))
    assert one == other
    changed = [
        tasks.pack(new_notebook(cells=[new_code_cell("2", id="a")]), "7"),
        tasks.pack(new_notebook(cells=[new_code_cell("1", id="a")]), "8"),
        one.replace(tasks.environment().encode(), b"another Python"),
    ]
    assert len({tasks.key(task) for task in (one, *changed)}) == 4


def test_a_worker_with_other_versions_refuses_the_task():
    task = tasks.pack(new_notebook(), "7").replace(tasks.environment().encode(), b"another Python")
    with pytest.raises(AssignmentError, match="install the same constraints"):
        tasks.judge(task)


def filled(points: float, verdict: str, *outputs: dict, error: str | None = None):
    """A test cell after a result."""
    flags = {"grade": True, "solution": False, "locked": True, "points": points, "grade_id": "t"}
    nb = new_notebook(cells=[new_code_cell("tests", metadata={"nbgrader": flags})])
    result = [{"index": 0, "outputs": list(outputs), "verdict": verdict, "error": error}]
    return nb.cells[0], tasks.fill(nb, json.dumps(result).encode())


def points_of(cell) -> float:
    from nbgrader.utils import determine_grade

    return determine_grade(cell)[0]


def value(text: str) -> dict:
    return new_output("execute_result", data={"text/plain": text})


WARNING = new_output("stream", name="stderr", text="a harmless warning")
BOOM = new_output("error", ename="ValueError", evalue="boom", traceback=["boom"])


def test_a_warning_costs_nothing():
    cell, _ = filled(2, "passed", WARNING)
    assert points_of(cell) == 2
    assert cell.outputs[0].text == "a harmless warning"


@pytest.mark.parametrize("verdict", ["failed", "crashed", "timeout", "memory", "not run", "something else"])
def test_whatever_did_not_pass_earns_nothing(verdict):
    for outputs in ((), (value("2"),), (BOOM,)):
        cell, _ = filled(2, verdict, *outputs, error="why\nin the last line")
        assert points_of(cell) == 0
        assert cell.outputs[0].output_type == "error"


@pytest.mark.parametrize(("text", "points"), [("0", 0), ("1.5", 1.5), ("2", 2), ("-0.0", 0), ("2e0", 2)])
def test_partial_credit_is_the_number(text, points):
    cell, odd = filled(2, "passed", value(text))
    assert points_of(cell) == points and odd == {}


@pytest.mark.parametrize("text", ["nan", "inf", "-1", "2.0001", "1e9", "full", "", "[2]", "٢٢"])
def test_partial_credit_that_is_no_number_of_points_earns_nothing(text):
    cell, odd = filled(2, "passed", value(text))
    assert points_of(cell) == 0
    assert "no number of points from 0 to 2" in " ".join(odd.values())


def test_a_cell_that_the_result_does_not_name_earns_nothing():
    flags = {"grade": True, "solution": False, "locked": True, "points": 1, "grade_id": "t"}
    nb = new_notebook(cells=[new_code_cell("tests", metadata={"nbgrader": flags})])
    tasks.fill(nb, b"[]")
    assert points_of(nb.cells[0]) == 0


def test_a_task_that_fails_goes_to_another_judge_and_the_others_go_on(monkeypatch):
    tried = {b"never": 0, b"once": 0, b"fine": 0}

    def flaky(task: bytes) -> bytes:
        tried[task] += 1
        if task == b"never" or (task == b"once" and tried[task] == 1):
            raise ConnectionError("the judge is gone")
        return task.upper()

    monkeypatch.setattr(tasks, "judge", flaky)
    with ThreadPoolExecutor(2) as pool:
        work = [(1, b"never"), (2, b"once"), (3, None), (4, b"fine")]
        found = dict(results(pool, work, window=2))
    assert (found[2], found[3], found[4]) == (b"ONCE", None, b"FINE")
    assert str(found[1]) == "ConnectionError: the judge is gone"
    assert tried == {b"never": 3, b"once": 2, b"fine": 1}


def test_work_is_read_only_a_little_ahead(monkeypatch):
    monkeypatch.setattr(tasks, "judge", lambda task: task)
    read = itertools.count()
    with ThreadPoolExecutor(2) as pool:
        work = ((next(read), b"task") for _ in itertools.count())
        for done, _ in enumerate(results(pool, work, window=5)):
            if done == 100:
                break
    assert next(read) <= 101 + 2 * 5


@pytest.fixture
def course(course):
    honest(course)
    return course


def autograded(course: Path) -> dict[str, bytes]:
    return {str(p.relative_to(course)): p.read_bytes() for p in course.rglob("autograded/**/*.ipynb")}


@pytest.fixture
def cluster(course):
    """Two Dask workers in processes of their own."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        yield cluster


@pytest.mark.slow
def test_dask_gives_the_bytes_of_the_local_judges(course, cluster, tmp_path):
    local = Path(shutil.copytree(course, tmp_path / "local"))
    grade(local, tiny.NAME, jobs=2)
    grade(course, tiny.NAME, cluster=cluster.scheduler_address)
    assert autograded(course) == autograded(local)
    assert tiny.rows(course) == tiny.rows(local)


@pytest.mark.slow
def test_a_dask_worker_that_is_lost_loses_nothing(course, cluster):
    for number in range(20):
        answer = STUB.format(f"return {number} * x")
        tiny.hand_in(course, f"student-{number}", tiny.answered(course, double=answer))
    victims = [worker.pid for worker in cluster.workers.values()][:1]

    def kill(name: str, done: int, of: int) -> None:
        if done == 3 and victims:
            os.kill(victims.pop(), signal.SIGKILL)

    done = grade(course, tiny.NAME, cluster=cluster.scheduler_address, step=kill)
    assert victims == []
    assert {one.state for one in done} == {"graded"}
    assert len(done) == len(tiny.rows(course)) == 25


def test_no_scheduler_is_said_in_words():
    with pytest.raises(AssignmentError, match=r"no Dask scheduler answers at tcp://127.0.0.1:9"):
        workers(cluster="tcp://127.0.0.1:9").__enter__()


def test_judges_end_with_their_process(course):
    script = (
        "from pathlib import Path; from dlcourse.grade.gradebook.batch import grade; "
        "grade(Path('.'), 'tiny', jobs=2); "
        "print(Path('/proc/thread-self/children').read_text())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=course, capture_output=True, text=True, timeout=120
    )
    judges = done.stdout.split()
    assert judges, done.stderr
    assert not [pid for pid in judges if Path(f"/proc/{pid}").exists()]


def test_without_a_sandbox_nothing_is_graded(course, monkeypatch):
    monkeypatch.setattr(Judge, "__init__", functools.partialmethod(Judge.__init__, tier=1))
    tasks.close()
    try:
        with pytest.raises(AssignmentError, match="a sandbox of tier 1, and grading wants tier 2"):
            grade(course, tiny.NAME, jobs=1)
        assert {one.state for one in grade(course, tiny.NAME, jobs=1, unsafe=True)} == {"graded"}
    finally:
        tasks.close()  # the judges of tier 1
