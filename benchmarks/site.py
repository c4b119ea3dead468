"""A page of this book beside the same page built by stock Jupyter Book, in a browser.

Both are built from the same notebook; in the stock one the figure is the widget that ipywidgets saves. Both
are served gzipped from this machine, and other hosts are not there, so what a page asks of them is counted
and does not arrive. Lighthouse simulates a phone on slow 4G; the median of three runs counts.

Run `dlcourse build` before. Needs Chromium, and the npm registry once for Lighthouse.
"""

import argparse
import datetime
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import lighthouse
import nbformat
import record
from lighthouse import Gzipped, served
from nbclient import NotebookClient
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from rich.console import Console
from rich.progress import track
from rich.table import Table

from dlcourse.site import assets

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks/results/site.json"
IMAGES = (".svg", ".png", ".ico")
PAGES = {"01_neurons": "a chapter: mathematics, plots and a figure", "notation": "mathematics alone"}


def stock(folder: Path) -> Path:
    """The same pages by Jupyter Book as it comes; the chapter is run anew, with live widgets."""
    source = folder / "book"
    source.mkdir()
    for name in PAGES:
        for path in (ROOT / "book").glob(f"{name}.*"):
            shutil.copy(path, source)
    for path in source.glob("*.ipynb"):
        nb = nbformat.read(path, 4)
        NotebookClient(nb, timeout=300, resources={"metadata": {"path": str(source)}}).execute()
        nbformat.write(nb, path)
    (source / "_config.yml").write_text("title: Stock\nexecute:\n  execute_notebooks: 'off'\n")
    first, *others = PAGES
    files = "".join(f"  - file: {name}\n" for name in others)
    (source / "_toc.yml").write_text(f"format: jb-book\nroot: {first}\nchapters:\n{files}")
    start = "from jupyter_book.cli.main import main; main()"
    words = [sys.executable, "-c", start, "build", str(source), "--path-output", str(folder / "out")]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"stock Jupyter Book failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return folder / "out/_build/html"


def visit(browser: Browser, base: str, page: str) -> dict[str, Any]:
    """Bytes and requests of a first load, what axe finds, and when the figure can be used."""
    found: dict[str, Any] = {"requests": 0, "foreign_requests": 0, "complaints": 0}
    axe = (assets.packages(ROOT / "_build/npm", dev=True) / "axe-core/axe.min.js").read_text("utf8")
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
        tab = context.new_page()
        if scheme == "light":
            tab.on(
                "console",
                lambda message: found.update(complaints=found["complaints"] + (message.type == "error")),
            )
            tab.on("requestfinished", lambda request: count(found, request, base))
            tab.on("requestfailed", lambda request: count(found, request, base))
        Gzipped.sent.clear()
        tab.goto(f"{base}/{page}.html", wait_until="load")
        tab.wait_for_timeout(1000)
        if scheme == "light":
            found["elements"] = tab.evaluate("document.getElementsByTagName('*').length")
            sizes = [size for kind, size in Gzipped.sent if kind not in IMAGES]
            seen = found | {"kilobytes": sum(sizes) / 1000}
        tab.evaluate(axe)
        broken = tab.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        found[f"axe_{scheme}"] = sum(len(violation["nodes"]) for violation in broken)
        context.close()
    return found | seen


def count(found: dict[str, Any], request: Any, base: str) -> None:
    if request.url.startswith("data:"):
        return
    found["requests"] += 1
    found["foreign_requests"] += not request.url.startswith(base)


def figure_ms(browser: Browser, base: str, page: str) -> float | None:
    """From the start of the navigation to a figure with its controls; None if there is none within 15 s."""
    times = []
    for _ in range(3):
        context = browser.new_context()
        tab = context.new_page()
        tab.goto(f"{base}/{page}.html", wait_until="commit")
        try:
            tab.locator("dl-figure, .widget-subarea").first.scroll_into_view_if_needed(timeout=5000)
            tab.wait_for_selector(".dlf input", state="attached", timeout=15_000)
            times.append(tab.evaluate("performance.now()"))
        except PlaywrightTimeout:
            return None
        finally:
            context.close()
    return median(times)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=RESULTS, help="results (default: %(default)s)")
    args = parser.parse_args()
    ours = ROOT / "_build/html"
    if not (ours / "01_neurons.html").is_file():
        parser.error("there is no built site: run `dlcourse build` first")
    if not (chromium := lighthouse.chromium()):
        parser.error("this needs Chromium or Chrome on the path")
    rows = []
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as play:
        folder = Path(scratch)
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        sites = {"stock Jupyter Book": stock(folder), "this site": ours}
        todo = [(site, page) for page in PAGES for site in sites]
        for site, page in track(todo, "pages", console=Console(stderr=True)):
            with served(sites[site]) as base:
                row = {"site": site, "page": page} | visit(browser, base, page)
                row["figure_ms"] = figure_ms(browser, base, page) if page == "01_neurons" else None
                rows.append(row | lighthouse.measure(chromium, f"{base}/{page}.html"))
    table = Table("page", "site", "KB", "requests", "foreign", "axe", "Lighthouse", "figure, ms", "elements")
    for row in rows:
        scores = "/".join(f"{row[name]:.0f}" for name in lighthouse.CATEGORIES)
        figure = f"{row['figure_ms']:.0f}" if row["figure_ms"] else "-"
        found = f"{row['axe_light']}/{row['axe_dark']}"
        table.add_row(row["page"], row["site"], f"{row['kilobytes']:.0f}", f"{row['requests']}",
                      f"{row['foreign_requests']}", found, scores, figure, f"{row['elements']}")  # fmt: skip
    Console(width=130).print(table)
    packages = {name: version(name) for name in ("jupyter-book", "sphinx-book-theme", "ipywidgets")}
    record.write(
        args.output,
        {
            "machine": record.machine(),
            "versions": packages | {"lighthouse": lighthouse.VERSION},
            "date": datetime.date.today().isoformat(),
            "pages": PAGES,
            "results": rows,
        },
    )


if __name__ == "__main__":
    main()
