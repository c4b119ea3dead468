"""The warm process: what it imports, and what is left when its owner is killed."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dlcourse.grade.gradebook.tasks import trains
from dlcourse.grade.judge import Judge, Workspace
from tests.exercises import stock
from tests.grade.judge.conftest import FAST, cell, notebook

LATE = "torch._dynamo"
LOOK = notebook(("student", f"import sys\n{LATE!r} in sys.modules"))
OWNER = """
import time
from dlcourse.grade.judge import Workspace
workspace = Workspace()
print(workspace.folder, flush=True)
time.sleep(600)
"""


@pytest.fixture
def workspace():
    made = Workspace()
    yield made
    made.close()


def test_what_training_takes_is_imported_when_a_judge_first_asks_for_it(workspace):
    found = []
    for wanted in (False, True):
        with Judge(workspace=workspace, budgets=FAST, trains=wanted) as judge:
            (result,) = judge.run(LOOK, seed="0")
            found.append(result.outputs[0].data["text/plain"])
    assert found == ["False", "True"]


def test_assignments_that_seem_not_to_train_do_not_need_what_training_takes(workspace):
    plain = {topic: nb for topic in stock.TOPICS if not trains(nb := stock.notebook("solutions", topic))}
    assert "neurons" in plain and "losses" not in plain
    with Judge(workspace=workspace, trains=False) as judge:
        for topic, nb in plain.items():
            nb.cells.append(cell(f"import sys\nassert {LATE!r} not in sys.modules", "test"))
            assert {one.verdict for one in judge.run(nb, seed="0")} == {"passed"}, topic


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is judged there")
def test_folder_of_a_killed_owner_is_removed_by_the_next_and_a_living_ones_stays(workspace):
    owner = subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True)
    folder = Path(owner.stdout.readline().strip())
    Workspace().close()
    assert folder.is_dir()
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    assert folder.is_dir()
    Workspace().close()
    assert not folder.exists()
    assert Path(workspace.folder).is_dir()
