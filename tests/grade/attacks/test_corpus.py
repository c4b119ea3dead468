"""Every attack of the corpus, handed in and graded for real, in one batch with honest students."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from dlcourse.grade.judge import Judge, SandboxError
from dlcourse.grade.reports.classroom import classroom, show
from dlcourse.grade.reports.exports import KINDS, export
from dlcourse.grade.reports.similarity import similar
from tests.grade import tiny
from tests.grade.attacks import batch, target
from tests.grade.attacks.load import ATTACKS, CATEGORIES
from tests.grade.attacks.outside import Outside

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="student code is shut in on Linux alone")


#: The ways to shut student code in, the strongest first: the tier, and whether bubblewrap makes it.
WAYS = {"tier 3": (3, "auto"), "bubblewrap": (3, "bwrap"), "tier 2": (2, "auto"), "tier 1": (1, "auto")}
#: The corpus in two, every category in each: one half runs as who runs the tests, the other as nobody.
HALVES = {"even": slice(0, None, 2), "odd": slice(1, None, 2)}


def missing(tier: int, sandbox: str) -> str:
    """Why this machine does not shut student code in that way; empty if it does."""
    try:
        with Judge(tier=tier, sandbox=sandbox) as judge:
            return "" if judge.contained == (sandbox == "bwrap") else "only bubblewrap gives tier 3 here"
    except SandboxError as reasons:
        return str(reasons)


@pytest.fixture(scope="session")
def attacked(tmp_path_factory) -> Path:
    return target.make(tmp_path_factory.mktemp("target") / "course")


#: Runs the words after the folder of root's as nobody, who may read there no more than what is given.
AS_NOBODY = """
set -e
hidden=$1 held=$2; shift 2
mount --make-rprivate /
number=0
for path in $(cat "$held/paths"); do
    number=$((number + 1)); mkdir -p "$held/$number"; mount --bind "$path" "$held/$number"
done
[ -z "$hidden" ] || mount -t tmpfs -o mode=755 tmpfs "$hidden"
number=0
for path in $(cat "$held/paths"); do
    number=$((number + 1)); mkdir -p "$path"; mount --bind "$held/$number" "$path"
done
exec setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"
"""


def closed(path: Path) -> Path | None:
    """The highest folder on the way to a path that only its owner may pass."""
    return next((one for one in reversed([path, *path.parents]) if not one.stat().st_mode & 0o001), None)


def _by_nobody(aside: Path, which: str, *options: str) -> str:
    """Run tests of this file as nobody, who has to see them pass; or why that cannot be done here.

    Where Python or this checkout lies in a folder of root's, a view of the files is made that shows it.
    """
    if os.geteuid() != 0:
        return "the tests run as an ordinary user already"
    needed = {path: closed(path) for path in (Path(sys.base_prefix), Path(sys.prefix), tiny.ROOT)}
    hidden = {str(top) for top in needed.values() if top}
    if len(hidden) > 1:
        return f"Python and this checkout lie in several folders of root's: {sorted(hidden)}"
    (aside / "paths").write_text("\n".join(str(path) for path, top in needed.items() if top))
    view = ["unshare", "--mount", "sh", "-c", AS_NOBODY, "sh", "".join(hidden), str(aside)]
    if subprocess.run([*view, "true"], capture_output=True).returncode:
        return "root may not make a view of the files of its own here"
    inner = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", "-k", which, *options]
    with tempfile.TemporaryDirectory() as home:
        shutil.chown(home, "nobody")
        done = subprocess.run(
            [*view, *inner, __file__],
            cwd=tiny.ROOT,
            env={**os.environ, "HOME": home, "TMPDIR": home, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert "PASSED" in done.stdout
    return ""


@pytest.fixture
def withstood(attacked, tmp_path, monkeypatch, capfd) -> Callable[[str, list[str]], None]:
    """Grades a class with these attackers in one way, and compares all that came of it."""

    def check(way: str, names: list[str]) -> None:
        tier, sandbox = WAYS[way]
        attacks = {name: ATTACKS[name] for name in names}
        course = target.copy(attacked, tmp_path / "course")
        with Outside(tmp_path / "outside", course) as outside:
            monkeypatch.setenv("DLCOURSE_SECRET", str(outside.secret))
            outcome = batch.run(course, outside, attacks.values(), tier, sandbox)
        assert outcome.effects == []
        assert {name: outcome.points[name] for name in target.HONEST_STUDENTS} == dict.fromkeys(
            target.HONEST_STUDENTS, 6
        )
        assert outcome.points.keys() == {*attacks, *target.HONEST_STUDENTS}
        gained = {name: outcome.points[name] - one.earns for name, one in attacks.items()}
        assert {name: points for name, points in gained.items() if points > 0} == {}
        lost = {name for name, points in gained.items() if points < 0}
        assert lost <= {name for name, one in attacks.items() if one.hurts_itself}
        unjudged = [
            str(found)
            for one in outcome.done.values()
            for found in one.findings
            if "not be judged" in str(found)
        ]
        assert unjudged == []
        assert {name: found for name, page in outcome.pages.items() if (found := batch.leaks(page))} == {}
        assert max(map(len, outcome.notebooks.values())) < 3_000_000
        assert "Traceback" not in capfd.readouterr().err
        # What reads the results of a class goes on reading them.
        show(list(outcome.done.values()), classroom(course, target.NAME))
        assert capfd.readouterr().out.replace("\n", "").isprintable()
        similar(course, target.NAME)
        for kind in KINDS:
            assert export(course, target.NAME, kind, tmp_path / "exports")

    return check


def fit(way: str) -> list[str]:
    """The attacks that may run in a way: where there is no sandbox, those that at worst hurt themselves."""
    return [name for name, one in ATTACKS.items() if WAYS[way][0] > 1 or one.alone]


@pytest.mark.slow
@pytest.mark.parametrize("half", HALVES)
def test_no_attack_gains_points_or_reaches_out_or_costs_others_theirs(withstood, tmp_path, half):
    """Each attack once, in the strongest way of this machine; of each category half by root, half not."""
    if half == "odd" and not _by_nobody(tmp_path, f"no_attack and {half}"):
        return
    way = next(way for way in WAYS if not missing(*WAYS[way]))
    withstood(way, fit(way)[HALVES[half]])


@pytest.mark.slow
@pytest.mark.parametrize("way", list(WAYS)[1:])
def test_one_attack_of_each_category_fails_in_the_other_ways(withstood, way):
    if why := missing(*WAYS[way]):
        pytest.skip(why)
    first = {ATTACKS[name].category: name for name in reversed(fit(way))}
    withstood(way, sorted(first.values()))


@pytest.mark.weekly
@pytest.mark.parametrize("way", WAYS)
def test_every_attack_fails_in_every_way(withstood, way):
    if why := missing(*WAYS[way]):
        pytest.skip(why)
    withstood(way, fit(way))


@pytest.mark.weekly
@pytest.mark.skipif(os.geteuid() != 0, reason="the tests run as an ordinary user already")
def test_an_ordinary_user_is_as_safe_as_root(tmp_path):
    """Tier 1 holds nothing in: who runs it makes no difference."""
    if why := _by_nobody(tmp_path, "every_attack and not 1", "-m", "weekly"):
        pytest.skip(why)


def test_the_corpus_is_large_and_every_attack_says_what_it_tries():
    count = Counter(one.category for one in ATTACKS.values())
    assert len(ATTACKS) >= 80
    assert min(count.values()) >= 5 and sorted(count) == CATEGORIES
    assert len({one.tries for one in ATTACKS.values()}) == len(ATTACKS)


@pytest.mark.parametrize("what", ["file", "rights", "process", "datagram", "connection"])
def test_the_watch_sees_what_an_attack_would_do(attacked, tmp_path, what):
    """The corpus proves nothing if nobody looks."""
    course = target.copy(attacked, tmp_path / "course")
    with Outside(tmp_path / "outside", course) as outside:
        outside.look()
        assert outside.effects() == []
        words, left = outside.words("a-test"), None
        if what == "file":
            (course / words["MARK"]).touch()
        elif what == "rights":
            os.chmod(outside.home / ".bashrc", 0o777)
        elif what == "process":
            left = subprocess.Popen(["/bin/sleep", "100"])
        elif what == "datagram":
            with socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0] as end:
                end.sendto(b"x", f"{words['SOCKETS']}/datagram")
        else:
            socket.create_connection(("127.0.0.1", outside.tcp)).close()
        found = outside.effects(patience=0.2)
        if left:
            left.kill()
            left.wait()
        assert len(found) == 1, found
