"""Warm kernels, in a process of its own that is set up as its user would: by the environment variable."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nbformat import write
from nbformat.v4 import new_code_cell, new_notebook

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="warm kernels are for Linux"),
]

START = """
import atexit, json, os, sys, time
from jupyter_client.manager import KernelManager

def end(manager):
    if manager.has_kernel:
        manager.shutdown_kernel(now=True)

def start(warm=None, folder=None, streams={}, **more):
    '''A kernel and its client; tries again until it is a warm one, if that is asked for.'''
    for _ in range(200):
        manager = KernelManager(kernel_name="python3")
        manager.start_kernel(cwd=folder, env={**os.environ, **more}, **streams)
        atexit.register(end, manager)
        if warm is None or (type(manager.provisioner.process).__name__ == "Forked") == warm:
            client = manager.client()
            client.start_channels()
            client.wait_for_ready()
            return manager, client
        manager.shutdown_kernel(now=True)
        time.sleep(0.2)
    raise SystemExit("no kernel is warm")

def run(client, source, when_printed=lambda: None):
    '''What a cell shows: texts, names of errors, kinds of data.'''
    shown = []
    def hear(message):
        content = message["content"]
        shown.extend(filter(None, [content.get("text"), content.get("ename"), *content.get("data", [])]))
        if content.get("name") == "stdout":
            when_printed()
    client.execute_interactive(source, output_hook=hear)
    return shown

found = {}
"""
LOOK = """
import json, os, random, signal, sys
here = dict(
    loaded=sorted({"torch", "numpy", "matplotlib.pyplot"} & set(sys.modules)), folder=os.getcwd(),
    name=__name__, own=os.environ.get("OWN"), path=sys.path[0], ctrl_c=str(signal.getsignal(signal.SIGINT)),
    cuda="torch" in sys.modules and sys.modules["torch"].cuda.is_initialized(),
)
import numpy, torch
here["threads"] = torch.get_num_threads()
here["random"] = [random.random(), numpy.random.rand(), torch.rand(()).item()]
print(json.dumps(here))
"""
PLOT = "import matplotlib.pyplot as plt; plt.plot([1, 2]);"


def script(body: str, tmp_path: Path, **environment: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", f"LOOK, PLOT = {LOOK!r}, {PLOT!r}\n{START}\n{body}\nprint(json.dumps(found))"],
        env={**os.environ, "JUPYTER_DEFAULT_PROVISIONER_NAME": "dlcourse-warm", **environment},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    assert "Kernel is running over TCP" not in done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_second_kernel_is_a_fork_and_does_what_a_cold_one_does(tmp_path):
    (tmp_path / "there").mkdir()
    found = script(
        """
for which, warm in (("cold", False), ("warm", True), ("another", True)):
    manager, client = start(warm, folder="there")
    found[which] = {**json.loads(run(client, LOOK)[0]), "plot": run(client, PLOT)}
    manager.shutdown_kernel(now=True)
    found[which]["ended"] = not manager.is_alive()
""",
        tmp_path,
    )
    cold, warm, another = (found[which] for which in ("cold", "warm", "another"))
    assert cold.pop("loaded") == []
    assert warm.pop("loaded") == another.pop("loaded") == ["matplotlib.pyplot", "numpy", "torch"]
    drawn = [one.pop("random") for one in (cold, warm, another)]
    assert len({number for numbers in drawn for number in numbers}) == 9
    assert cold == warm == another
    assert warm["folder"] == str(tmp_path / "there") and warm["ended"] and not warm["cuda"]
    assert "image/png" in warm["plot"]


def test_warm_kernel_is_interrupted_restarted_and_noticed_when_it_dies(tmp_path):
    found = script(
        """
start()
manager, client = start(True)
found["interrupted"] = run(client, "import time\\nprint('begun')\\ntime.sleep(600)", manager.interrupt_kernel)
run(client, "kept = 1")
manager.restart_kernel(now=True)
client.wait_for_ready()
found["restarted"] = run(client, "kept"), type(manager.provisioner.process).__name__
client.execute("import os; os._exit(7)")
while manager.is_alive():  # otherwise the test is stopped as one that hangs
    time.sleep(0.05)
""",
        tmp_path,
    )
    assert found == {
        "interrupted": ["begun\n", "KeyboardInterrupt"],
        "restarted": [["NameError"], "Forked"],
    }


def test_output_past_ipython_goes_where_it_is_sent(tmp_path):
    script(
        """
import subprocess
start()
with open("errors", "w") as errors:
    manager, client = start(True, streams={"stdout": subprocess.DEVNULL, "stderr": errors})
    run(client, "import os; os.write(2, b'past IPython'); os.write(1, b'nowhere')")
""",
        tmp_path,
    )
    assert "past IPython" in (tmp_path / "errors").read_text()


def test_other_environment_or_interpreter_starts_cold(tmp_path):
    found = script(
        """
from jupyter_client.kernelspec import KernelSpec
start()
start(True)
manager, client = start(OWN="mine")
found["other"] = type(manager.provisioner.process).__name__, json.loads(run(client, LOOK)[0])["own"]
manager = KernelManager(kernel_name="python3")
manager.kernel_spec.argv = ["env", *manager.kernel_spec.argv]
manager.start_kernel()
found["command"] = type(manager.provisioner.process).__name__
manager.shutdown_kernel(now=True)
""",
        tmp_path,
    )
    assert found == {"other": ["Popen", "mine"], "command": "Popen"}


def test_modules_to_import_are_chosen_by_a_variable_and_missing_ones_are_left_out(tmp_path):
    body = "start()\nfound.update(json.loads(run(start(True)[1], LOOK)[0]))"
    assert script(body, tmp_path, DLCOURSE_WARM="numpy,no_such_package")["loaded"] == ["numpy"]


#: Gone, or waiting for a parent that asks how it ended, which is nobody's concern here.
ENDED = ("", "Z", "X")


def state_of(pid: int) -> str:
    """The letter by which Linux tells the state of a process; empty if there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def test_kernels_end_with_the_process_that_started_them(tmp_path):
    owner = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"{START}\nstart()\nmanager, _ = start(True)\n"
            "print(manager.provisioner.pid, flush=True)\ntime.sleep(600)",
        ],
        env={**os.environ, "JUPYTER_DEFAULT_PROVISIONER_NAME": "dlcourse-warm"},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    )
    kernel = int(owner.stdout.readline())
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    while state_of(kernel) not in ENDED:  # otherwise the test is stopped as one that hangs
        time.sleep(0.05)


NOTEBOOK = """
import pathlib, sys, time
warm = "numpy" in sys.modules
pathlib.Path(f"NAME {warm}").touch()
time.sleep(0 if warm else 2)  # the warm process gets ready meanwhile
"""


def test_nbval_runs_notebooks_in_warm_kernels_after_the_first(tmp_path):
    for name in (names := "abcdefgh"):
        nb = new_notebook(cells=[new_code_cell(NOTEBOOK.replace("NAME", name))])
        write(nb, tmp_path / f"{name}.ipynb")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval-lax", "."],
        env={**os.environ, "JUPYTER_DEFAULT_PROVISIONER_NAME": "dlcourse-warm", "DLCOURSE_WARM": "numpy"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert "8 passed" in done.stdout, done.stdout + done.stderr
    ran = {path.name for path in tmp_path.glob("? *")}
    assert len(ran) == len(names)
    assert {"a False", "h True"} <= ran  # on a busy machine those between may come too early
