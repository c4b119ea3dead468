"""nbgrader's own commands work on this course as they are: no option, no wrapper."""

import html
import os
import re
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import nbformat
import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from tests.exercises import stock

pytestmark = pytest.mark.slow


TOPIC = stock.TOPICS[0]


def test_generate_assignment_gives_the_committed_bytes_and_fills_the_gradebook(tmp_path: Path):
    for file in (stock.ROOT / "exercises" / TOPIC).glob("*.*"):  # a clone holds the release already
        copy = tmp_path / "course" / "exercises" / TOPIC / file.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(b"{}")
    where = stock.course(tmp_path / "course", TOPIC)
    made = where / "exercises" / TOPIC / f"{TOPIC}.ipynb"
    assert made.read_bytes() == (stock.ROOT / "exercises" / TOPIC / f"{TOPIC}.ipynb").read_bytes()
    assert (where / "gradebook.db").is_file()


@pytest.mark.weekly  # the messages are compared in test_three_ways.py, and the page is nbgrader's
def test_feedback_shows_a_student_the_message(tmp_path: Path):
    course, answer = stock.course(tmp_path / "course", TOPIC), stock.answers("wrong", TOPIC)[0]
    folder = course / "submitted" / "ada" / TOPIC
    folder.mkdir(parents=True)
    nbformat.write(stock.submission(TOPIC, answer), folder / f"{TOPIC}.ipynb")
    stock.nbgrader(course, "autograde", TOPIC)
    stock.nbgrader(course, "generate_feedback", TOPIC)
    page = (course / "feedback" / "ada" / TOPIC / f"{TOPIC}.html").read_text("utf8")
    assert answer.must_read in html.unescape(page)


def test_formgrader_opens_in_jupyterlab_and_lists_the_assignments(tmp_path: Path):
    course = stock.course(tmp_path / "course", TOPIC)
    options = ["--no-browser", "--ServerApp.ip=127.0.0.1", "--IdentityProvider.token=", "--allow-root"]
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path / "config")}  # no setting of this user
    lab = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options], cwd=course, env=environment, stderr=PIPE, text=True
    )
    assert lab.stderr is not None
    try:
        said = ""  # ends with the address it found a free port for
        while not (address := re.search(r"http://127\.0\.0\.1:\d+(?=/lab)", said)):
            line = lab.stderr.readline()
            assert line, f"JupyterLab ended:\n{said}"
            said += line
        with requests.Session() as browser:  # the address is printed just before the server listens to it
            browser.mount("http://", HTTPAdapter(max_retries=Retry(connect=10, backoff_factor=0.1)))
            page = browser.get(f"{address[0]}/formgrader/manage_assignments").text
            listed = browser.get(f"{address[0]}/formgrader/api/assignments").json()
    finally:
        lab.terminate()
        lab.communicate()
    assert "nbgrader" in page
    assert [(one["name"], one["status"]) for one in listed] == [(TOPIC, "draft")]
