"""The recipe in deploy/jupyterhub/, for real: a hub with accounts, a browser, the exchange, our judge.

All runs in a mount namespace in which /etc, /home and /srv are its own: the accounts exist nowhere else.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import nbformat
import psutil
import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
USERS = {"teacher": 5001, "ada": 5002, "bob": 5003}
PATIENCE = 300  # seconds
pytestmark = [
    pytest.mark.weekly,
    pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="a hub with accounts needs root"),
    pytest.mark.skipif(not shutil.which("bwrap"), reason="needs bubblewrap"),
    pytest.mark.skipif(
        not shutil.which("configurable-http-proxy"), reason="npm install -g configurable-http-proxy"
    ),
]

CONFIG = """
load_subconfig({recipe!r})
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "monday"
c.JupyterHub.bind_url = "http://127.0.0.1:{ports[0]}"
c.JupyterHub.hub_port = {ports[1]}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{ports[2]}"
"""
#: What nbgrader's buttons do: a request with the page's own token.
REQUEST = """async ([url, form, json]) => {
    const token = document.cookie.split('; ').find(one => one.startsWith('_xsrf='))?.slice(6)
    const headers = {'X-XSRFToken': token}
    const how = json ? {method: 'PUT', headers: {...headers, 'Content-Type': 'application/json'},
                        body: JSON.stringify(json)}
        : form ? {method: 'POST', headers, body: new URLSearchParams({...form, _xsrf: token})} : {headers}
    const answer = await fetch(url, how)
    return answer.ok ? await answer.json() : answer.status
}"""


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


@pytest.fixture(scope="module")
def machine(tmp_path_factory) -> list[str]:
    """The beginning of a command that runs with accounts of its own."""
    pytest.importorskip("jupyterhub", reason="pip install jupyterhub")
    own = tmp_path_factory.mktemp("machine")
    shutil.copytree("/etc", own / "etc", symlinks=True)
    for folder in ("home", "srv"):
        (own / folder).mkdir(mode=0o755)
    for name, number in USERS.items():
        with (own / "etc/passwd").open("a") as accounts, (own / "etc/group").open("a") as groups:
            accounts.write(f"{name}:x:{number}:{number}::/home/{name}:/bin/bash\n")
            groups.write(f"{name}:x:{number}:\n")
        (home := own / "home" / name).mkdir(mode=0o750)
        os.chown(home, number, number)
    binds = [word for name in ("etc", "home", "srv") for word in ("--bind", str(own / name), f"/{name}")]
    if (python := Path(sys.base_prefix)).is_relative_to("/root"):  # which other accounts cannot enter
        shown = str(Path("/root") / python.relative_to("/root").parts[0])
        binds += ["--tmpfs", "/root", "--bind", shown, shown, "--chmod", "755", "/root"]
    return ["bwrap", "--dev-bind", "/", "/", *binds, "--die-with-parent"]


def _as(user: str) -> list[str]:
    number = str(USERS[user])
    who = ["setpriv", "--reuid", number, "--regid", number, "--clear-groups"]
    return [*who, "env", f"HOME=/home/{user}", f"USER={user}"]


@pytest.fixture(scope="module")
def run(machine) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(user: str, command: str, folder: str = "/") -> subprocess.CompletedProcess[str]:
        shell = ["bash", "-c", f"cd {folder} && {command}"]
        return subprocess.run([*machine, *_as(user), *shell], capture_output=True, text=True)

    return run


@pytest.fixture(scope="module")
def hub(machine, run, tmp_path_factory) -> Iterator[str]:
    """The address of a hub with the class "spring"."""
    own = Path(machine[machine.index("/srv") - 1])
    (own / "roster.csv").write_text("id,first_name\nada,Ada\nbob,Bob\n")
    made = run(
        "teacher",
        f"{sys.executable} -m dlcourse class /home/teacher/spring --roster /srv/roster.csv "
        "--start 2027-01-11 --assignment neurons",
        str(ROOT),
    )
    assert made.returncode == 0, made.stderr
    ports = _free_ports(3)
    recipe = str(ROOT / "deploy/jupyterhub/jupyterhub_config.py")
    (own / "config.py").write_text(CONFIG.format(recipe=recipe, ports=ports))
    env = os.environ | {"DLCOURSE_CLASS": "/home/teacher/spring", "DLCOURSE_TEACHERS": "teacher"}
    command = [*machine, "--chdir", "/srv", sys.executable, "-m", "jupyterhub", "--config", "/srv/config.py"]
    log = own / "hub.log"
    with log.open("w") as said, subprocess.Popen(command, env=env, stdout=said, stderr=said) as process:
        end = time.monotonic() + PATIENCE
        while "JupyterHub is now running" not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.5)
        yield f"http://127.0.0.1:{ports[0]}"
        for one in psutil.Process(process.pid).children(recursive=True):  # bubblewrap passes no signal on
            with suppress(psutil.NoSuchProcess):
                one.terminate()


def _log_in(browser: Browser, hub: str, user: str) -> Page:
    page = browser.new_context().new_page()
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(f"{hub}/hub/login")
    page.fill("#username_input", user)
    page.fill("#password_input", "monday")
    page.click("#login_submit")
    page.wait_for_url(f"**/user/{user}/lab**")
    return page


def _succeeded(answer: dict) -> None:
    assert answer["success"], answer


def test_a_class_goes_once_around(hub, run, browser):
    def ask(page, address, form=None, json=None):
        user = page.url.split("/user/")[1].split("/")[0]
        return page.evaluate(REQUEST, [f"/user/{user}/{address}", form, json])

    which = {"course_id": "spring", "assignment_id": "neurons"}
    grading, notebook = "formgrader/api/assignment/neurons", "api/contents/neurons/neurons.ipynb"
    teacher = _log_in(browser, hub, "teacher")
    _succeeded(ask(teacher, f"{grading}/release", {}))

    source = nbformat.read(ROOT / "solutions/neurons/neurons.ipynb", as_version=4)
    told = [(cell.metadata.get("nbgrader", {}), cell.source) for cell in source.cells]
    answers = {one["grade_id"]: text for one, text in told if one.get("solution")}
    for name in ("ada", "bob"):
        student = _log_in(browser, hub, name)
        assert ask(student, "formgrader/api/assignments") == 404
        _succeeded(ask(student, "assignments/fetch", which))
        if name == "ada":
            saved = ask(student, f"{notebook}?content=1")["content"]
            for cell in saved["cells"]:
                cell["source"] = answers.get(
                    cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"]
                )
            ask(student, notebook, json={"type": "notebook", "format": "json", "content": saved})
        validated = ask(student, "assignments/validate", {"path": "neurons/neurons.ipynb"})
        assert ("failed" in validated["value"]) == (name == "bob")
        _succeeded(ask(student, "assignments/submit", which))

    for private in ("/home/ada", "/home/teacher/spring", "/srv/nbgrader/exchange/spring/inbound"):
        assert "Permission denied" in run("bob", f"ls {private}").stderr

    _succeeded(ask(teacher, f"{grading}/collect", {}))
    for name in ("ada", "bob"):
        _succeeded(ask(teacher, f"formgrader/api/submission/neurons/{name}/autograde", {}))
    found = {one["student"]: one for one in ask(teacher, "formgrader/api/submissions/neurons")}
    full = found["ada"]["max_code_score"]
    assert (found["ada"]["code_score"], found["bob"]["code_score"]) == (full, 0)
    graded = run("teacher", f"{sys.executable} -m dlcourse grade neurons --force", "/home/teacher/spring")
    assert "2 graded" in graded.stdout + graded.stderr
    again = {one["student"]: one["code_score"] for one in ask(teacher, "formgrader/api/submissions/neurons")}
    assert again == {"ada": full, "bob": 0}

    made = run("teacher", f"{sys.executable} -m dlcourse feedback neurons", "/home/teacher/spring")
    assert made.returncode == 0, made.stderr
    _succeeded(ask(teacher, f"{grading}/release_feedback", {}))
    fetched = run("ada", "ls /srv/nbgrader/exchange/spring/feedback")
    assert "Permission denied" in fetched.stderr  # each fetches their own, by a name that others cannot guess
    student = _log_in(browser, hub, "ada")
    _succeeded(ask(student, "assignments/fetch_feedback", which))
    assert run("ada", "find neurons/feedback -name neurons.html", "/home/ada").stdout
