"""The sandbox is detected by trying, with and without bubblewrap; a tier that does not work is refused."""

import shutil
import sys
from pathlib import Path

import pytest

from dlcourse.grade.judge import Judge
from tests.grade.judge.conftest import FAST, notebook

LOOK = """
import socket
def opens_a_socket():
    try:
        socket.socket()
        return True
    except OSError:
        return False
"""
CELLS = notebook(("student", LOOK), ("test", "assert opens_a_socket() is False"))


def test_best_tier_that_works_is_used(judge):
    working = [tier for tier, why in judge.why.items() if not why]
    assert judge.tier == max(working) >= 2
    assert [r.verdict for r in judge.run(CELLS, seed="0")] == ["passed", "passed"]


@pytest.mark.skipif(not shutil.which("bwrap"), reason="bubblewrap is not installed")
def test_bubblewrap_gives_tier_3_without_the_right_to_make_namespaces():
    with Judge(sandbox="bwrap", budgets=FAST) as judge:
        assert (judge.contained, judge.tier) == (True, 3)
        assert [r.verdict for r in judge.run(CELLS, seed="0")] == ["passed", "passed"]


def test_machine_without_bubblewrap_is_judged_the_same(monkeypatch):
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    with Judge(budgets=FAST) as judge:
        assert not judge.contained
        assert [r.verdict for r in judge.run(CELLS, seed="0")] == ["passed", "passed"]
