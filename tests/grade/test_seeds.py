"""Seeds: different for all, the same again, and nothing without the secret."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.check import rng
from dlcourse.grade import AssignmentError
from dlcourse.grade.gradebook.seeds import secret, secret_path, seed

ids = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.lists(st.tuples(st.binary(min_size=1), ids, ids, st.integers(0, 9)), unique=True, max_size=20))
def test_seeds_differ_whatever_differs(drawn):
    padded = {(one[0].rstrip(b"\0"), *one[1:]) for one in drawn}  # HMAC pads its key with zeros
    assert len({seed(*one) for one in padded}) == len(padded)


@given(st.binary(), ids, ids)
def test_a_seed_is_one_that_the_tests_take(key, student, exercise):
    number = seed(key, student, exercise)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DLCOURSE_SEED", number)
        assert 0 <= rng("neurons.xor").random() < 1
    assert int(number) < 2**63


def test_seed_does_not_depend_on_the_machine():
    assert seed(b"secret", "ada", "neurons", 1) == "2293509311669968272"  # openssl dgst -sha256 -hmac secret


def test_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "new" / "course"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: secret(path), range(32)))
    assert found == {path.read_bytes()}
    assert len(path.read_bytes()) == 64
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [one.name for one in path.parent.iterdir()] == ["course"]


def test_secret_that_others_can_read_is_refused(tmp_path):
    path = tmp_path / "course"
    secret(path)
    path.chmod(0o644)
    with pytest.raises(AssignmentError, match="run: chmod 600"):
        secret(path)


def test_half_a_secret_is_refused(tmp_path):
    path = tmp_path / "course"
    path.touch(0o600)
    path.write_text("short")
    with pytest.raises(AssignmentError, match="has 5 bytes, fewer than 32"):
        secret(path)


def test_secret_that_cannot_be_made_says_where(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(AssignmentError, match=r"cannot keep the course's secret in .*file/course"):
        secret(tmp_path / "file" / "course")


def test_secret_lies_outside_the_course(tmp_path):
    script = "from dlcourse.grade.gradebook.seeds import secret_path; print(secret_path('dl'))"
    clean = {key: value for key, value in os.environ.items() if key != "DLCOURSE_SECRET"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env={**clean, "HOME": "/home/ada"}, capture_output=True
    )
    where = Path(done.stdout.decode().strip())
    assert where.is_absolute() and where.name == "dl"
    assert not where.is_relative_to(tmp_path)


def test_graders_can_share_a_secret(monkeypatch, tmp_path):
    monkeypatch.setenv("DLCOURSE_SECRET", str(tmp_path / "shared"))
    assert secret_path("dl") == tmp_path / "shared"
