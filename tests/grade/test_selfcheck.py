"""`dlcourse check`: a student's notebook in a real kernel, with the tests as they were released."""

import copy
import json
import math
import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from dlcourse.grade import AssignmentError, ways
from dlcourse.grade.answers import Answer
from dlcourse.grade.assignment import by_id
from dlcourse.grade.selfcheck import Result, selfcheck
from dlcourse.grade.unattended import ENDED, TOO_LONG
from dlcourse.grade.watch import watch
from tests.exercises import stock

pytestmark = pytest.mark.slow

EXERCISES = stock.auto_graded("neurons")
WORTH = {
    name: int(by_id(stock.notebook("solutions", "neurons"))[f"neurons-{name}-tests"].metadata.nbgrader.points)
    for name in EXERCISES
}
POINTS = sum(WORTH.values())
UNDONE = "    raise NotImplementedError  # replace this line"


@pytest.fixture(scope="module", autouse=True)
def warm():
    with stock.warm_kernels():
        yield


def cold() -> dict[str, str]:
    """The environment of a command that starts kernels of its own, as a student's does."""
    return {name: value for name, value in os.environ.items() if name != "JUPYTER_DEFAULT_PROVISIONER_NAME"}


def check(*arguments: object, without: str = "") -> subprocess.CompletedProcess[str]:
    """The command as a process; `without` names a package that it shall not find."""
    start = f"import sys; sys.modules[{without!r}] = None; " if without else ""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            f"{start}from dlcourse.cli import main; main()",
            "check",
            *map(str, arguments),
        ],
        env=cold(),
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def patience(tmp_path_factory) -> int:
    """Seconds that no cell takes, however slow the machine is: a right notebook takes half of them."""
    start = time.monotonic()
    results(tmp_path_factory.mktemp("right"), stock.submission("neurons"))
    return max(4, math.ceil(2 * (time.monotonic() - start)))


def hand_in(folder: Path, nb: NotebookNode) -> Path:
    path = folder / "mine.ipynb"
    nbformat.write(nb, path)
    return path


def results(folder: Path, nb: NotebookNode, **options: int) -> dict[str, Result]:
    return {result.exercise: result for result in selfcheck(hand_in(folder, nb), **options).results}


def wrong(exercise: str, name: str) -> Answer:
    return stock.answer("neurons", exercise, f"wrong_{name}")


def as_colab_saves_it(nb: NotebookNode) -> NotebookNode:
    """Without the metadata of cells and notebook and without cell ids, all of which Colab may drop."""
    nb = copy.deepcopy(nb)
    nb.metadata, nb.nbformat_minor = nbformat.from_dict({"colab": {"provenance": []}}), 0
    for cell in nb.cells:
        cell.metadata = nbformat.from_dict({})
        del cell["id"]
    return nb


def test_right_answers_get_every_point_and_exit_code_zero(tmp_path):
    path = hand_in(tmp_path, stock.submission("neurons"))
    before = path.read_bytes()
    done = check(path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("✓") == len(EXERCISES)
    assert f"{POINTS} of {POINTS} points from the visible tests. Hidden tests may ask more" in done.stdout
    assert done.stdout.endswith("/01_neurons.html#passed\n")
    assert path.read_bytes() == before


def test_wrong_answer_gets_its_message_and_a_hint(tmp_path):
    nb = stock.submission("neurons", wrong("xor", "or"))
    done = check(hand_in(tmp_path, nb))
    assert done.returncode == 1
    assert done.stdout.count("✗") == 1
    assert f"{POINTS - WORTH['xor']} of {POINTS} points" in done.stdout
    assert "#passed" not in done.stdout
    said = " ".join(done.stdout.split())
    assert "xor: this is OR: nothing holds the output back where both inputs are on" in said
    assert "give one to each hidden unit" in said


def test_blank_release_gets_nothing_and_says_what_is_not_begun(tmp_path):
    done = check(hand_in(tmp_path, stock.notebook("exercises", "neurons")), "--json", "--hint", 2)
    assert done.returncode == 1
    said = json.loads(done.stdout)
    assert (said["passed"], said["points"], said["of"]) == (False, 0, POINTS)
    assert [e["message"] for e in said["exercises"]] == ["not begun"] * len(EXERCISES) + ["not answered yet"]
    assert said["exercises"][0]["hint"].startswith("A comparison such as `z >= 0`")


def test_hints_after_the_last_stay_at_the_last(tmp_path):
    found = results(tmp_path, stock.notebook("exercises", "neurons"), hint=99)
    assert found["count_parameters"].hint == "`zip(sizes[:-1], sizes[1:])` gives each pair of neighbors."


def test_notebook_that_colab_stripped_is_checked_all_the_same(tmp_path):
    nb = as_colab_saves_it(stock.submission("neurons", wrong("perceptron", "strict")))
    found = results(tmp_path, nb)
    assert [e for e in EXERCISES if not found[e].passed] == ["perceptron"]
    assert "a point exactly on the line counts as 1" in found["perceptron"].message


def test_deleted_and_softened_tests_are_put_back(tmp_path):
    nb = stock.submission("neurons", wrong("perceptron", "strict"), wrong("xor", "or"))
    cells = by_id(nb)
    cells["neurons-xor-tests"].source = "# tests: neurons.xor\nassert True"
    nb.cells.remove(cells["neurons-perceptron-tests"])
    nb.cells.remove(cells["neurons-imports"])
    found = results(tmp_path, nb)
    assert [e for e in EXERCISES if not found[e].passed] == ["perceptron", "xor"]


def test_answer_in_a_second_cell_counts(tmp_path):
    nb = stock.notebook("exercises", "neurons")
    answer = stock.answers("right", "neurons", "perceptron")[0].source
    nb.cells.insert(nb.cells.index(by_id(nb)["neurons-perceptron"]) + 1, new_code_cell(answer))
    assert results(tmp_path, nb)["perceptron"].passed


def test_missing_answer_is_told_how_to_be_found(tmp_path):
    nb = stock.submission("neurons")
    nb.cells.remove(by_id(nb)["neurons-xor"])
    found = results(tmp_path, nb)
    assert found["xor"].message == "no answer found: a cell must hold the line `# exercise: neurons.xor`"
    assert [e for e in EXERCISES if not found[e].passed] == ["xor"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("    while True:\n        pass", f"TimeoutError: {TOO_LONG}"),
        ("    raise ValueError('my own')", "ValueError: my own"),
        (
            "    while True:\n        try:\n            X.sum()\n        except:\n            pass",
            f"TimeoutError: {TOO_LONG}",
        ),
        ("    breakpoint()", "RuntimeError: breakpoint() waits for a person: take it out before you hand in"),
        (
            "    import pdb; pdb.set_trace()",
            "RuntimeError: pdb.set_trace() waits for a person: take it out before you hand in",
        ),
        ("    input()", "RuntimeError: input() waits for a person: take it out before you hand in"),
        ("    exit()", "RuntimeError: exit() ends the notebook: take it out before you hand in"),
        ("    import os; os._exit(0)", f"Crashed: {ENDED}"),
    ],
)
def test_trouble_in_one_answer_costs_no_other(tmp_path, patience, body, message):
    nb = stock.submission("neurons")
    cell = by_id(nb)["neurons-perceptron"]
    cell.source = by_id(stock.notebook("exercises", "neurons"))["neurons-perceptron"].source.replace(
        UNDONE, body
    )
    found = results(tmp_path, nb, timeout=patience)
    assert found["perceptron"].message == message
    assert [e for e in EXERCISES if not found[e].passed] == ["perceptron"]


def test_check_and_grade_say_the_same_of_what_waits_and_of_what_ends(tmp_path, patience):
    nb, endless = (
        stock.submission("neurons"),
        "while True:\n        try:\n            pass\n        except:\n            pass",
    )
    bodies = ["breakpoint()", "exit()", "input()", endless, "import os; os._exit(1)"]
    assert len(bodies) <= len(EXERCISES)
    for name, body in zip(EXERCISES, bodies, strict=False):
        cell = by_id(stock.notebook("exercises", "neurons"))[f"neurons-{name}"]
        by_id(nb)[f"neurons-{name}"].source = cell.source.replace(UNDONE, f"    {body}")
    nb.cells.insert(3, new_code_cell("quit()"))
    template = stock.COURSE.template(stock.ROOT / "solutions" / "neurons" / "neurons.ipynb")
    (judged,) = ways.judged({"ada": ways.grafted(nb, template)}).values()
    found = results(tmp_path, nb, timeout=patience)
    for name in EXERCISES[: len(bodies)]:
        assert judged[f"neurons-{name}-tests"] == ways.Outcome(0.0, found[name].message), name


def test_warnings_stderr_and_the_end_of_a_session_cost_a_right_answer_nothing(tmp_path):
    nb = stock.submission("neurons")
    said = "np.exp(np.array([1000.0])); import sys; print('debug', file=sys.stderr); "
    said += "import logging; logging.warning('shape %s', X.shape)"
    cell = by_id(nb)["neurons-perceptron"]
    cell.source = cell.source.replace("### BEGIN SOLUTION", said)
    nb.cells.insert(4, new_code_cell("quit()"))
    nb.cells.insert(5, new_code_cell("exit"))
    nb.cells.insert(6, new_code_cell("import sys; sys.exit(1)"))
    assert [name for name, one in results(tmp_path, nb).items() if not one.passed] == []


def test_cell_that_ends_the_kernel_costs_its_own_exercise_only(tmp_path):
    nb = stock.submission("neurons")
    by_id(nb)["neurons-xor"].source = "# exercise: neurons.xor\nimport os\nos._exit(1)"
    found = results(tmp_path, nb)
    assert [e for e in EXERCISES if not found[e].passed] == ["xor"]
    assert found["xor"].message == f"Crashed: {ENDED}"


def test_a_module_beside_the_notebook_is_not_there_as_when_it_is_graded(tmp_path):
    (tmp_path / "mine.py").write_text("half = 0.5")
    nb = stock.submission("neurons")
    by_id(nb)["neurons-xor"].source = "import mine\n" + by_id(nb)["neurons-xor"].source
    assert results(tmp_path, nb)["xor"].message == "ModuleNotFoundError: No module named 'mine'"


def test_broken_import_is_named_instead_of_what_it_causes(tmp_path):
    nb = stock.submission("losses")
    nb.cells.insert(0, new_code_cell("import sys\nsys.modules['torch'] = None"))
    assert "torch" in results(tmp_path, nb)["weighted_mse"].message


def test_file_that_is_no_notebook_is_refused(tmp_path):
    nb = hand_in(tmp_path, stock.submission("neurons"))
    text = nb.read_text("utf8")
    cases = {
        "missing.ipynb": (None, r"cannot be opened \(No such file or directory\)"),
        "half.ipynb": (text[:5000], "is no notebook, or was cut off"),
        "list.ipynb": ("[]", "is JSON but no notebook"),
        "cells.ipynb": (json.dumps({**json.loads(text), "cells": {}}), "is a notebook without cells"),
        "future.ipynb": (json.dumps({**json.loads(text), "nbformat": 9}), "in format 9, not 4"),
    }
    for name, (content, message) in cases.items():
        if content is not None:
            (tmp_path / name).write_text(content, "utf8")
        with pytest.raises(AssignmentError, match=message) as refused:
            selfcheck(tmp_path / name)
        assert name in str(refused.value)


def test_notebook_of_no_assignment_is_refused_with_those_there_are(tmp_path):
    path = hand_in(tmp_path, nbformat.v4.new_notebook(cells=[new_markdown_cell("# Shopping")]))
    done = check(path)
    assert done.returncode != 0
    assert "belongs to no assignment of this course" in done.stderr
    assert "neurons" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("package", ["nbformat", "nbclient", "ipykernel"])
def test_missing_package_says_which_extra_to_install(tmp_path, package):
    done = check(hand_in(tmp_path, stock.notebook("exercises", "neurons")), without=package)
    assert done.returncode != 0
    assert f"{package} is not installed; run: pip install 'dlcourse[lab]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_fails_first_is_a_text_to_ask_somebody_with_no_hint_and_no_hidden_test(tmp_path):
    path = hand_in(tmp_path, stock.submission("neurons", wrong("xor", "or")))
    done = check(path, "--ask")
    (result,) = (one for one in selfcheck(path).results if not one.passed)
    task = by_id(stock.notebook("exercises", "neurons"))["neurons-xor-task"].source
    assert done.returncode == 1
    assert task.partition("<details>")[0].strip() in done.stdout
    assert "Hint 1" not in done.stdout
    assert wrong("xor", "or").source.strip() in done.stdout
    assert result.message in done.stdout
    hand_in(tmp_path, stock.submission("neurons"))
    done = check(path, "--ask")
    assert (done.returncode, done.stdout) == (0, "Every test passes: there is nothing to ask.\n")


def test_watching_checks_again_after_each_save_and_gives_what_a_kernel_gives(tmp_path):
    path = hand_in(tmp_path, stock.submission("neurons", wrong("xor", "or")))
    rounds = watch(path)
    try:
        first = next(rounds)
        assert first == selfcheck(path)
        path.write_text("{half")
        assert "is no notebook, or was cut off" in str(next(rounds))
        hand_in(tmp_path, stock.submission("neurons"))
        assert [one.exercise for one in next(rounds).results if not one.passed] == []
    finally:
        rounds.close()


def test_command_that_watches_prints_a_line_of_json_for_each_save(tmp_path):
    path = hand_in(tmp_path, stock.submission("neurons", wrong("xor", "or")))
    command = [sys.executable, "-m", "dlcourse.cli", "check", str(path), "--watch", "--json"]
    process = subprocess.Popen(command, env=cold(), stdout=subprocess.PIPE, text=True)
    try:
        assert json.loads(process.stdout.readline())["points"] == POINTS - WORTH["xor"]
        hand_in(tmp_path, stock.submission("neurons"))
        assert json.loads(process.stdout.readline())["points"] == POINTS
    finally:
        process.terminate()
        process.communicate()
