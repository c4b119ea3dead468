"""nbgrader's own commands work on this course as they are: no option, no wrapper."""

import os
import re
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from tests.exercises import stock

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("topic", stock.TOPICS)
def test_generate_assignment_gives_the_committed_bytes_and_fills_the_gradebook(topic, tmp_path: Path):
    for file in (stock.ROOT / "exercises" / topic).glob("*.*"):  # a clone holds the release already
        copy = tmp_path / "course" / "exercises" / topic / file.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(b"{}")
    where = stock.course(tmp_path / "course", topic)
    made = where / "exercises" / topic / f"{topic}.ipynb"
    assert made.read_bytes() == (stock.ROOT / "exercises" / topic / f"{topic}.ipynb").read_bytes()
    assert (where / "gradebook.db").is_file()


@pytest.mark.parametrize("topic", stock.TOPICS)
def test_feedback_shows_each_student_the_message(grades, courses: Path, topic):
    answer = stock.answers("wrong", topic)[0]
    assert grades(topic)[answer.student][answer.exercise].auto == 0
    (graded,) = courses.glob(f"nbgrader-{topic}/*/autograded/{answer.student}")
    course = graded.parents[1]
    stock.nbgrader(course, "generate_feedback", topic, "--student", answer.student)
    page = (course / "feedback" / answer.student / topic / f"{topic}.html").read_text("utf8")
    shown = page.replace("&#39;", "'").replace("&gt;", ">").replace("&lt;", "<").replace("&quot;", '"')
    assert answer.must_read in shown


def test_formgrader_opens_in_jupyterlab_and_lists_the_assignments(tmp_path: Path):
    course = stock.course(tmp_path / "course", stock.TOPICS[0])
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
            page = browser.get(f"{address[0]}/formgrader/manage_assignments", timeout=60).text
            listed = browser.get(f"{address[0]}/formgrader/api/assignments", timeout=60).json()
    finally:
        lab.terminate()
        lab.communicate(timeout=60)
    assert "nbgrader" in page
    assert [(one["name"], one["status"]) for one in listed] == [(stock.TOPICS[0], "draft")]
