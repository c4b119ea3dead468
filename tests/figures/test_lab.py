"""A figure in a real JupyterLab, with a kernel: it shows, keys move its sliders, traits go both ways."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.site.test_pages import tab
from tests.site.tiny import notebook

pytestmark = pytest.mark.slow
CELLS = (
    "from dlcourse.figures import Neuron\nfigure = Neuron(w1=1.5)\nfigure",
    "figure.w2 = -2.5",
    "print('in the kernel:', figure.w1, figure.guess)",
)


@pytest.fixture
def lab(tmp_path) -> Iterator[str]:
    """The address of a notebook in a JupyterLab that nobody else uses."""
    notebook(tmp_path / "work" / "live.ipynb", *CELLS)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [
        "--no-browser",
        "--allow-root",
        "--IdentityProvider.token=",
        "--ServerApp.password=",
        "--ip=127.0.0.1",
    ]
    env = {k: v for k, v in os.environ.items() if k != "DLCOURSE_STATIC_FIGURES"}
    env |= {f"JUPYTER_{part}_DIR": str(tmp_path / part) for part in ("CONFIG", "RUNTIME")}
    env |= {"JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings"), "IPYTHONDIR": str(tmp_path / "ipython")}
    env |= {"JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces")}
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyter", "lab", f"--ServerApp.port={port}", *words],
        cwd=tmp_path / "work", env=env, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        said = []
        for line in server.stderr:
            said.append(line)
            if "is running at" in line:
                break
        else:
            pytest.fail("JupyterLab did not start: " + "".join(said))
        yield f"http://127.0.0.1:{port}/lab/tree/live.ipynb"
    finally:
        server.terminate()
        server.stderr.close()
        server.wait(20)


def test_a_figure_lives_in_jupyterlab(lab, browser):
    with tab(browser) as page:
        page.goto(lab)
        page.wait_for_selector(".jp-CodeCell .cm-content", timeout=90_000)
        page.get_by_text("| Idle").wait_for(timeout=60_000)  # a cell that is run before is forgotten

        def run(cell: int) -> None:
            page.locator(".jp-CodeCell").nth(cell).locator(".cm-content").click()
            page.keyboard.press("Control+Enter")

        run(0)
        slider = page.locator(".dlf input[name=w1]")
        slider.wait_for(timeout=40_000)
        value = page.locator(".dlf input[name=w1] + output")
        expect(value).to_have_text("1.5")

        page.click(".dlf-predict button[value=against]")
        slider.focus()
        for key in (
            "ArrowRight",
            "ArrowRight",
            "ArrowUp",
        ):  # JupyterLab would take them to move between cells
            page.keyboard.press(key)
        expect(value).to_have_text("1.8")

        run(1)
        expect(page.locator(".dlf input[name=w2] + output")).to_have_text("−2.5", timeout=20_000)
        run(2)
        printed = page.locator(".jp-CodeCell").nth(2).locator(".jp-OutputArea-output")
        expect(printed).to_have_text(re.compile(r"in the kernel: 1\.8\d* against"), timeout=20_000)

        background = "getComputedStyle(document.querySelector('.dlf')).backgroundColor"
        light = page.evaluate(background)
        page.get_by_role("menuitem", name="Settings").click()
        page.get_by_text("Theme", exact=True).hover()
        page.get_by_role("menuitem", name="JupyterLab Dark", exact=True).click()
        page.wait_for_selector("body[data-jp-theme-light=false]", state="attached")
        assert page.evaluate(background) != light
