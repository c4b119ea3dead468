"""Figures in a real JupyterLab, with a kernel: they show, keys move their sliders, traits go both ways."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from dlcourse import figures
from tests.site.test_pages import tab
from tests.site.tiny import notebook

pytestmark = pytest.mark.slow
together = pytest.mark.xdist_group("lab")  # JupyterLab takes longer to start than they take
NOTEBOOKS = {
    "neuron": (
        "from dlcourse.figures import Neuron\nfigure = Neuron(w1=1.5)\nfigure",
        "figure.w2 = -2.5",
        "print('in the kernel:', figure.w1, figure.guess)",
    ),
    "two": (
        "from dlcourse.figures import GradientDescent, Playground\n"
        "descent, net = GradientDescent(lr=0.4), Playground(h1=3, step=0)\ndescent",
        "net",
        "descent.lr, net.h2 = 0.9, 4",
        "print('in the kernel:', descent.guess, round(descent.lr, 2), net.guess, net.h1, net.step)",
    ),
    "each": (  # its second cell shows the next figure each time it runs
        "import json\nfrom dlcourse import figures\nnames = iter(figures.__all__)",
        "figure = getattr(figures, next(names))()\nfigure",
        "print(json.dumps({key: getattr(figure, key) for key in figure.state()}))",
        "for key, trait in figure.state().items():\n    setattr(figure, key, trait.default_value)",
    ),
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory) -> Iterator[str]:
    """The address of the notebooks in a JupyterLab that nobody else uses."""
    tmp_path = tmp_path_factory.mktemp("lab")
    for name, cells in NOTEBOOKS.items():
        notebook(tmp_path / "work" / f"{name}.ipynb", *cells)
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
        yield f"http://127.0.0.1:{port}/lab/workspaces"
    finally:
        server.terminate()
        server.stderr.close()
        server.wait()


def visit(page: Page, lab: str, name: str) -> None:
    page.goto(f"{lab}/{name}/tree/{name}.ipynb")  # a workspace that remembers no other notebook
    page.wait_for_selector(".jp-CodeCell .cm-content")
    page.get_by_text("| Idle").wait_for()


def run(page: Page, cell: int) -> None:
    """Run a cell to its end; again if it is forgotten, as before its kernel is connected."""
    place = page.locator(".jp-CodeCell").nth(cell)
    prompt = place.locator(".jp-InputPrompt")
    done = re.compile(rf"^(?!{re.escape(prompt.inner_text())}$).*\d")  # another number than before
    for patience in (3000, 6000, 12_000, 24_000, 48_000, 96_000):
        place.locator(".cm-content").click()
        page.keyboard.press("Control+Enter")
        try:
            return expect(prompt).to_have_text(done, timeout=patience)
        except AssertionError:
            continue
    pytest.fail(f"cell {cell} does not run")


def printed(page: Page, cell: int):
    return page.locator(".jp-CodeCell").nth(cell).locator(".jp-OutputArea-output")


@together
def test_a_figure_lives_in_jupyterlab(lab, browser):
    with tab(browser) as page:
        visit(page, lab, "neuron")
        run(page, 0)
        slider = page.locator(".dlf input[name=w1]")
        slider.wait_for()
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

        run(page, 1)
        expect(page.locator(".dlf input[name=w2] + output")).to_have_text("−2.5")
        run(page, 2)
        in_kernel = re.compile(r"in the kernel: 1\.8\d* against")
        expect(printed(page, 2)).to_have_text(in_kernel)

        background = "getComputedStyle(document.querySelector('.dlf')).backgroundColor"
        light = page.evaluate(background)
        page.get_by_role("menuitem", name="Settings").click()
        page.get_by_text("Theme", exact=True).hover()
        page.get_by_role("menuitem", name="JupyterLab Dark", exact=True).click()
        page.wait_for_selector("body[data-jp-theme-light=false]", state="attached")
        assert page.evaluate(background) != light


@together
def test_two_figures_live_side_by_side_each_with_its_own_labels_and_state(lab, browser):
    with tab(browser) as page:
        visit(page, lab, "two")
        run(page, 0)
        descent = page.locator(".jp-CodeCell").nth(0).locator(".dlf")
        expect(descent.locator("input[name=lr] + output")).to_have_text("0.40")
        run(page, 1)
        net = page.locator(".jp-CodeCell").nth(1).locator(".dlf")
        expect(net.locator("input[name=h1] + output")).to_have_text("3")

        descent.locator(".dlf-predict button[value=away]").click()
        descent.get_by_role("slider", name="rate").focus()  # by its label: figures share no ids
        page.keyboard.press("ArrowRight")
        expect(descent.locator("input[name=lr] + output")).to_have_text("0.41")
        net.locator(".dlf-predict button[value=straight]").click()
        net.get_by_role("slider", name="layer 1").focus()
        page.keyboard.press("ArrowUp")
        expect(net.locator("input[name=h1] + output")).to_have_text("4")
        net.get_by_role("button", name="Step").click()

        run(page, 2)
        expect(descent.locator("input[name=lr] + output")).to_have_text("0.90")
        expect(net.locator("input[name=h2] + output")).to_have_text("4")
        run(page, 3)
        in_kernel = re.compile(r"in the kernel: away 0\.9 straight 4\.0 [1-9]\d*")
        expect(printed(page, 3)).to_have_text(in_kernel)


def in_kernel(page: Page, cell: int, key: str, wanted: float | str) -> dict:
    """The state that a cell prints, with the wanted value: it may still be on its way."""
    for _ in range(5):
        run(page, cell)
        state = json.loads(printed(page, cell).inner_text())
        if state[key] == pytest.approx(wanted):
            return state
    pytest.fail(f"the page shows {key} = {wanted}, the kernel has {state[key]}")


@together
def test_every_figure_shows_sends_what_keys_change_and_takes_what_the_kernel_sets(lab, browser):
    with tab(browser) as page:
        visit(page, lab, "each")
        run(page, 0)
        for name in figures.__all__:
            page.evaluate("document.querySelectorAll('.dlf').forEach((old) => old.classList.add('old'))")
            run(page, 1)
            figure = page.locator(".jp-CodeCell").nth(1).locator(".dlf:not(.old)")
            figure.locator("svg[role=img]").first.wait_for()
            for button in figure.locator(".dlf-predict button").all()[:1]:
                button.click()
            sliders = figure.locator("input[type=range]").count()
            kind = "input[type=range]" if sliders else "select[name]"
            key = figure.locator(f"{kind}:enabled").first.get_attribute("name")
            control = figure.locator(f"[name={key}]")  # which the question may lock again
            first = control.input_value()
            control.focus()
            at_the_end = first == control.get_attribute("max")
            page.keyboard.press(
                "ArrowLeft" if sliders and at_the_end else "ArrowRight" if sliders else "ArrowDown"
            )
            moved = control.input_value()
            assert moved != first, f"{name}: no key moves {key}"
            in_kernel(page, 2, key, float(moved) if sliders else moved)
            run(page, 3)
            expect(control, f"{name}: the kernel cannot set {key}").to_have_value(first)
