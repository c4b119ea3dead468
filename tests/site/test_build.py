"""The command `dlcourse build` turns a book into a site, whole or not at all; `dlcourse serve` shows it."""

import json
import re
import signal
import socket
import urllib.error
import urllib.request

import pytest

from dlcourse.site import timings
from dlcourse.site.stage import stage
from tests.site import tiny
from tests.site.tiny import Lines


def test_a_chapter_that_left_the_book_leaves_the_stage(tmp_path):
    book = tiny.book(tmp_path, one="1", two="2")
    assert stage(book, {}) == ["01_one", "02_two"]
    (tmp_path / "book" / "02_two.ipynb").unlink()
    assert stage(book, {}) == ["01_one"]
    assert sorted(path.name for path in book.source.iterdir()) == [
        "01_one.ipynb",
        "_config.yml",
        "_toc.yml",
        "index.md",
    ]


@pytest.mark.slow
def test_a_build_ends_with_the_place_of_the_site_and_how_to_serve_it(tmp_path):
    book = tiny.book(tmp_path, one=("x = 6", "print('the answer is', 7 * x)"), two="2")
    done = tiny.command(book, "build")
    assert done.returncode == 0, done.stderr
    assert "the answer is 42" in (book.html / "01_one.html").read_text()
    assert f"The site is in {book.html} (" in done.stderr
    assert "make serve" in done.stderr
    wall, cpu = re.search(r"built in (\d+) s, (\d+) s of a processor", done.stderr).groups()
    assert int(wall) > 0
    assert int(cpu) > 1  # two kernels and Sphinx, which are other processes
    noted = json.loads((book.build / "timings.json").read_text())
    assert list(noted["chapters"]) == ["01_one", "02_two"]
    assert noted["chapters"]["01_one"]["slowest_cell"]["cell"] in (2, 3)


@pytest.mark.slow
def test_a_warning_of_sphinx_stops_the_build_and_the_last_good_site_stays(tmp_path):
    book = tiny.book(tmp_path, one="1")
    book.html.mkdir(parents=True)
    (book.html / "01_one.html").write_text("first")
    tiny.notebook(book.chapters()["01_one"], "# One", "1", "# Links\n\n[gone](nowhere.md)")
    for _ in range(2):  # the second time nothing changed; the warning must not be forgotten
        done = tiny.command(book, "build")
        assert done.returncode == 1
        assert "book/01_one.ipynb, cell 3: WARNING" in done.stderr
        assert "nowhere.md" in done.stderr
        assert "Traceback" not in done.stderr
        assert (book.html / "01_one.html").read_text() == "first"


@pytest.mark.slow
def test_a_named_chapter_is_executed_alone_and_the_others_are_shown_as_last_executed_or_bare(tmp_path):
    book = tiny.book(tmp_path, one="print('ran' + 'one')", two="print('ran' + 'two')")
    first = tiny.command(book, "build", "02_two")
    assert first.returncode == 0, first.stderr
    assert "warning: 01_one is shown without outputs" in first.stderr
    assert "rantwo" in (book.html / "02_two.html").read_text()
    assert "ranone" not in (book.html / "01_one.html").read_text()
    second = tiny.command(book, "build", "01_one")
    third = tiny.command(book, "build")
    assert "02_two: executed in" not in second.stderr
    assert "shown without outputs" not in second.stderr
    assert "rantwo" in (book.html / "02_two.html").read_text()
    assert "ranone" in (book.html / "01_one.html").read_text()
    assert "pages: unchanged" not in first.stderr + second.stderr
    assert "pages: unchanged" in third.stderr


def test_an_unknown_chapter_is_answered_with_those_there_are(tmp_path):
    done = tiny.command(tiny.book(tmp_path, one="1", two="2"), "build", "01_one", "03_three")
    assert done.returncode == 1
    assert done.stderr == "Error: there is no chapter 03_three; the chapters are 01_one, 02_two\n"


def test_outside_a_book_the_command_says_where_it_looked(tmp_path):
    done = tiny.command(tiny.Layout(tmp_path), "build")
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: no book here: neither {tmp_path} nor")


def test_recorded_timings_come_from_two_cores_and_name_machine_versions_and_date(tmp_path):
    book, report = tiny.book(tmp_path, one="import os\nprint(os.environ['OMP_NUM_THREADS'])"), Lines()
    timings.measure(book, report, 60)
    told = json.loads((tmp_path / "benchmarks" / "results" / "chapters.json").read_text())
    assert report.executed() == ["01_one"]
    assert told["machine"]["cores"] <= 2
    assert told["machine"]["cpu"]
    assert {"python", "torch", "numpy"} <= told["versions"].keys()
    assert told["chapters"]["01_one"]["seconds"] > 0
    assert told["chapters"]["01_one"]["processor_seconds"] > 0
    (entry,) = book.cache.glob("*.ipynb")
    assert tiny.outputs(entry) == f"{told['machine']['cores']}\n"


def test_recording_only_some_chapters_is_refused(tmp_path):
    done = tiny.command(tiny.book(tmp_path, one="1"), "build", "--record", "01_one")
    assert done.returncode == 2
    assert "--record measures all chapters" in done.stderr


def test_without_a_site_serve_says_how_to_build_one(tmp_path):
    done = tiny.command(tiny.book(tmp_path, one="1"), "serve")
    assert done.returncode == 1
    assert "build it first: make book" in done.stderr


def test_serve_takes_the_next_port_if_its_own_is_taken_and_ends_with_ctrl_c(tmp_path):
    book = tiny.book(tmp_path, one="1")
    book.html.mkdir(parents=True)
    (book.html / "index.html").write_text("the first page")
    (book.html / "404.html").write_text("no such page here")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with tiny.start(book, "serve", "--port", str(port)) as serving:
            assert f"Port {port} is taken" in serving.stderr.readline()
            url = serving.stderr.readline().split()[4]
            assert urllib.request.urlopen(url).read() == b"the first page"
            with pytest.raises(urllib.error.HTTPError, match="404") as missing:
                urllib.request.urlopen(url + "nothing.html")
            assert missing.value.read() == b"no such page here"
            serving.send_signal(signal.SIGINT)
            assert serving.wait() == 0
