"""Chapters run in real kernels: in parallel, cut off from the network, once per change, and never half."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import venv
from errno import ENETUNREACH
from pathlib import Path

import nbformat
import psutil
import pytest

from dlcourse.site import offline
from dlcourse.site.execute import execute
from dlcourse.site.layout import BuildError
from tests.site import tiny
from tests.site.tiny import Lines

ROOT = Path(__file__).parents[2]

# A cell that says who runs it through a pipe, then hangs: the test reads when it runs, and needs not wait.
HANGS = """\
import os, time
if os.path.exists(PIPE):
    with open(PIPE, "w") as pipe:
        pipe.write(f"{os.getpid()} {os.getppid()}")
    time.sleep(600)
print("went through")"""


def run(book, report=None, **options):
    """Execute all chapters of a book, outside the command line."""
    return execute(book, book.chapters(), report or Lines(), **options)


@pytest.fixture
def pipe(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


def hanging(pipe):
    return HANGS.replace("PIPE", repr(str(pipe)))


def ended(*pids):
    """Whether these processes end, however busy the machine is."""
    family = [psutil.Process(int(pid)) for pid in pids if psutil.pid_exists(int(pid))]
    return not psutil.wait_procs(family)[1]


def test_a_chapter_runs_strictly_in_an_empty_folder_with_one_thread(tmp_path):
    book = tiny.book(
        tmp_path,
        one="import os\nprint(os.environ['DLCOURSE_STRICT'], os.listdir(), os.environ['OMP_NUM_THREADS'])",
    )
    done = run(book)
    assert tiny.outputs(done["01_one"]) == "1 [] 1\n"


def test_what_did_not_change_is_not_run_again_and_a_change_runs_its_chapter_alone(tmp_path):
    book = tiny.book(tmp_path, one="print('a')", two="print('b')")
    first, second, third = Lines(), Lines(), Lines()
    run(book, first)
    run(book, second)
    tiny.notebook(tmp_path / "book" / "02_two.ipynb", "# Chapter on two", "print('c')")
    done = run(book, third)
    assert first.executed() == ["01_one", "02_two"]
    assert second.executed() == []
    assert third.executed() == ["02_two"]
    assert tiny.outputs(done["02_two"]) == "c\n"


def test_stored_outputs_do_not_count_as_a_change(tmp_path):
    book, again = tiny.book(tmp_path, one="print('a')"), Lines()
    path = book.chapters()["01_one"]
    done = run(book)
    nb = nbformat.read(path, as_version=4)
    nb.cells[1].outputs = nbformat.read(done["01_one"], as_version=4).cells[1].outputs
    nbformat.write(nb, path)
    run(book, again)
    assert again.executed() == []


def test_a_new_quiz_runs_its_own_chapter_again(tmp_path):
    book, again = tiny.book(tmp_path, one="print('a')", two="print('b')"), Lines()
    run(book)
    (tmp_path / "book" / "quizzes").mkdir()
    (tmp_path / "book" / "quizzes" / "two.toml").write_text("")
    run(book, again)
    assert again.executed() == ["02_two"]


@pytest.mark.parametrize(("file", "counts"), [("scratch/new.py", True), ("site/new.py", False)])
def test_the_package_counts_as_a_source_but_the_site_room_does_not(tmp_path, file, counts):
    book = tiny.book(tmp_path, one="1")
    shutil.copytree(ROOT / "dlcourse", tmp_path / "dlcourse")  # the working folder comes first on the path
    ask = (
        "from dlcourse.site import cache, layout; book = layout.find_book();"
        "print(cache.key(book, *book.chapters().values()))"
    )

    def key():
        command = [sys.executable, "-c", ask]
        return subprocess.run(command, cwd=book.root, capture_output=True, text=True, check=True).stdout

    before = key()
    assert key() == before
    (tmp_path / "dlcourse" / file).write_text("")
    assert (key() != before) is counts


def test_two_chapters_run_at_the_same_time(tmp_path):
    there, back = tmp_path / "there", tmp_path / "back"
    for path in (there, back):
        os.mkfifo(path)  # opening one end waits for who opens the other
    book = tiny.book(
        tmp_path,
        one=f"open({str(there)!r}, 'w').close(); print(open({str(back)!r}).read())",
        two=f"open({str(there)!r}).close(); print('met', file=open({str(back)!r}, 'w'))",
    )
    assert "met" in tiny.outputs(run(book, jobs=2)["01_one"])


def test_a_failing_cell_is_named_with_its_source_and_traceback_and_others_stay_finished(tmp_path):
    book, again = tiny.book(tmp_path, good="print('fine')", bad=("x = 0", "1 / x  # oops")), Lines()
    with pytest.raises(BuildError) as failure:
        run(book, jobs=1)
    message = str(failure.value)
    assert "02_bad.ipynb, cell 3: this cell failed" in message
    assert "1 / x  # oops" in message
    assert "ZeroDivisionError: division by zero" in message
    assert "\x1b" not in message
    tiny.notebook(tmp_path / "book" / "02_bad.ipynb", "# Chapter on bad", "print('mended')")
    run(book, again)
    assert again.executed() == ["02_bad"]


def test_a_failing_cell_ends_the_kernels_of_the_other_chapters(tmp_path, pipe):
    noted = tmp_path / "noted"
    book = tiny.book(
        tmp_path,
        hangs=f"import os, time\nopen({str(pipe)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)",
        fails=f"open({str(noted)!r}, 'w').write(open({str(pipe)!r}).read())\nraise SystemError('now')",
    )
    with pytest.raises(BuildError, match="02_fails"):
        run(book, jobs=2)
    assert ended(noted.read_text())


def test_a_cell_that_hangs_is_stopped_and_named(tmp_path):
    book = tiny.book(tmp_path, one="import time\ntime.sleep(600)")
    with pytest.raises(
        BuildError, match=r"01_one.ipynb, cell 2: this cell was still running after 1 s"
    ) as hung:
        run(book, limit=1)
    assert "time.sleep(600)" in str(hung.value)


def test_a_kernel_that_dies_is_reported_with_the_cell(tmp_path):
    book = tiny.book(tmp_path, one=("x = 1", "import os\nos._exit(9)"))
    with pytest.raises(BuildError, match=r"01_one.ipynb, cell 3: the kernel died in this cell"):
        run(book)


@pytest.mark.parametrize("way", offline.ISOLATIONS, ids=["unshare", "bwrap", "guard"])
def test_a_chapter_cannot_reach_the_network(tmp_path, monkeypatch, way):
    if not way.works():
        pytest.skip(f"not on this machine: {way.name}")
    monkeypatch.setattr(offline, "isolation", lambda: way)
    with socket.create_server(("", 0)) as server, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("198.51.100.1", 9))  # sends nothing; tells which of our addresses would be used
            mine = probe.getsockname()[0]
        except OSError:
            pytest.skip("this machine has no network to cut")
        port = server.getsockname()[1]
        socket.create_connection((mine, port), timeout=10).close()  # from here it can be reached
        cells = (
            "import socket, subprocess, sys",
            f"dial = {f'import socket; socket.create_connection(({mine!r}, {port}), timeout=10)'!r}",
            "try:\n    exec(dial)\nexcept OSError as error:\n    print('refused', error.errno)",
            "print('child', subprocess.run([sys.executable, '-c', dial], capture_output=True).returncode)",
            "try:\n    socket.getaddrinfo('example.org', 80)\nexcept OSError:\n    print('no names')",
            "with socket.create_server(('127.0.0.1', 0)) as here:\n"
            "    socket.create_connection(here.getsockname()).close()\n    print('loopback works')",
        )
        text = tiny.outputs(run(tiny.book(tmp_path, one=cells))["01_one"])
    assert text == f"refused {ENETUNREACH}\nchild 1\nno names\nloopback works\n"


def test_the_build_says_how_the_network_is_cut(tmp_path):
    report = Lines()
    run(tiny.book(tmp_path, one="1"), report)
    assert any(f"network cut by {offline.isolation().name}" in line for line in report.said)


@pytest.mark.parametrize(
    ("text", "says"),
    [('{"cells": [{"cell_type": "co', "NotJSONError"), ('{"hello": 1}', "not a whole notebook"), ("", "")],
    ids=["truncated", "no notebook", "empty"],
)
def test_a_damaged_notebook_is_named(tmp_path, text, says):
    book = tiny.book(tmp_path, one="1")
    (tmp_path / "book" / "01_one.ipynb").write_text(text)
    done = tiny.command(book, "build")
    assert done.returncode == 1
    assert "01_one.ipynb is damaged" in done.stderr
    assert says in done.stderr
    assert "git checkout" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_kernel_that_is_not_installed_is_named_beside_those_that_are(tmp_path):
    book = tiny.book(tmp_path, one="1")
    tiny.notebook(tmp_path / "book" / "01_one.ipynb", "1", kernel="julia-1.11")
    with pytest.raises(
        BuildError, match=r"01_one.ipynb: the kernel 'julia-1.11' is not .*installed: .*python3"
    ):
        run(book)


def test_a_kernel_whose_program_is_gone_is_named(tmp_path, monkeypatch):
    spec = tmp_path / "jupyter" / "kernels" / "moved" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text('{"argv": ["/gone/python", "-f", "{connection_file}"], "display_name": "Moved"}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    book = tiny.book(tmp_path, one="1")
    tiny.notebook(tmp_path / "book" / "01_one.ipynb", "1", kernel="moved")
    with pytest.raises(BuildError, match=r"the kernel 'moved' does not start .*/gone/python"):
        run(book)


@pytest.mark.skipif(
    any(Path(p, "share/jupyter/kernels/python3").exists() for p in ("/usr", "/usr/local")),
    reason="this machine has a python3 kernel for everyone",
)
@pytest.mark.parametrize(
    ("package", "says"),
    [
        ("ipykernel", "the kernel 'python3' is not installed (installed: none)"),
        ("nbclient", "nbclient is not installed; run: pip install -e '.[book]'"),
    ],
)
def test_an_environment_that_lacks_a_package_is_told_what_to_install(tmp_path, package, says):
    venv.create(tmp_path / "env", symlinks=True)
    (target,) = (tmp_path / "env" / "lib").glob("python*/site-packages")
    for other in Path(nbformat.__file__).parents[1].iterdir():  # this environment, less one package
        if not other.name.startswith(package):
            (target / other.name).symlink_to(other)
    book = tiny.book(tmp_path, one="1")
    done = subprocess.run(
        [tmp_path / "env" / "bin" / "python", "-m", "dlcourse.cli", "build"],
        cwd=book.root,
        env=os.environ | {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "JUPYTER_PATH": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("blocked", ["_build", "_build/cache"])
def test_a_folder_that_cannot_be_written_is_named(tmp_path, blocked):
    book = tiny.book(tmp_path, one="1")
    (tmp_path / blocked).parent.mkdir(exist_ok=True)
    (tmp_path / blocked).write_text("a file where a folder must be: that stops root too")
    done = tiny.command(book, "build")
    assert done.returncode == 1
    assert f"Error: cannot write {tmp_path / '_build'}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_build_leaves_no_process_and_no_half_file_and_the_next_one_works(tmp_path, pipe, how):
    book = tiny.book(tmp_path, one=hanging(pipe))
    (temporary := tmp_path / "temporary").mkdir()
    with tiny.start(book, "build", TMPDIR=str(temporary)) as building:
        kernel, worker = pipe.read_text().split()
        building.send_signal(how)
        _, said = building.communicate()
    assert building.returncode == (130 if how is signal.SIGINT else -how)
    assert ("Stopped." in said) is (how is signal.SIGINT)
    assert "Traceback" not in said
    assert ended(kernel, worker)
    assert list(temporary.iterdir()) == []
    assert list(book.cache.iterdir()) == []
    pipe.unlink()
    assert tiny.outputs(run(book)["01_one"]) == "went through\n"


def test_a_second_build_at_the_same_time_is_refused_with_the_process_to_wait_for(tmp_path, pipe):
    book = tiny.book(tmp_path, one=hanging(pipe))
    with tiny.start(book, "build") as building:
        pipe.read_text()
        second = tiny.command(book, "build")
        building.send_signal(signal.SIGINT)
        building.communicate()
    assert second.returncode == 1
    assert f"another build (process {building.pid}) is at work in {book.build}" in second.stderr
