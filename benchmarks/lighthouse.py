"""Lighthouse on the built site, as a phone on slow 4G sees it: mathematics, figures, and a chapter with both.

The median of three runs counts. Accessibility, best practices and SEO must be 100, and are wherever this
runs. Performance must be 99. The simulated phone is as fast as this machine is free: beside other work the
longest page gets up to ten points less, so run this on a quiet one, or say `--performance 90`.

Run `dlcourse build` before. Needs Chromium, and the npm registry once for Lighthouse, which is kept in
`_build/npm`.
"""

import argparse
import gzip
import json
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any, ClassVar

from rich.console import Console
from rich.progress import track
from rich.table import Table

from dlcourse.site import assets

ROOT = Path(__file__).resolve().parents[1]
VERSION = "12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
AUDITS = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
)
PAGES = ("index", "notation", "figures", "01_neurons")
PERFORMANCE = 99


class Gzipped(SimpleHTTPRequestHandler):
    """Serves text compressed, as the hosts of static sites do, and notes how much of what it sent."""

    sent: ClassVar[list[tuple[str, int]]] = []

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.suffix not in (".html", ".css", ".js", ".svg", ".json") or not path.is_file():
            self.sent.append((path.suffix, path.stat().st_size if path.is_file() else 0))
            return super().do_GET()
        body = gzip.compress(path.read_bytes())
        self.sent.append((path.suffix, len(body)))
        self.send_response(200)
        for name, value in {
            "Content-Type": self.guess_type(str(path)),
            "Content-Encoding": "gzip",
            "Content-Length": str(len(body)),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        return None

    def log_message(self, *words: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Gzipped, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def program() -> Path:
    """Lighthouse's script, installed into `_build/npm` unless it is there already."""
    home = ROOT / f"_build/npm/lighthouse-{VERSION}"
    if not home.is_dir():
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home.parent) as aside:
            half = Path(aside) / "packages"  # renamed when it is whole
            words = ["--silent", "--ignore-scripts", "--no-audit", "--no-fund", f"--prefix={half}"]
            assets.run("npm", ["install", *words, f"lighthouse@{VERSION}"])
            try:
                half.rename(home)
            except OSError:  # another process was faster
                if not home.is_dir():
                    raise
    return home / "node_modules/lighthouse/cli/index.js"


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("google-chrome")


def measure(browser: str, url: str, runs: int = 3) -> dict[str, float]:
    """Scores from 0 to 100 and some times, the median of the runs each."""
    script, found = program(), []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(runs):
            output = Path(folder) / f"{turn}.json"
            flags = "--headless --no-sandbox --disable-gpu --disable-background-networking --no-first-run"
            words = [str(script), url, "--quiet", "--output=json", f"--output-path={output}"]
            words += [f"--chrome-flags={flags}", "--skip-audits=full-page-screenshot"]
            assets.run("node", words, env=os.environ | {"CHROME_PATH": browser})
            report = json.loads(output.read_text("utf8"))
            times = {name: report["audits"][name]["numericValue"] for name in AUDITS}
            found.append({name: 100 * report["categories"][name]["score"] for name in CATEGORIES} | times)
    return {name: median(run[name] for run in found) for name in found[0]}


def main() -> None:
    import record  # beside this script; a test loads the functions above without it

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--site", type=Path, default=ROOT / "_build/html", help="default: %(default)s")
    parser.add_argument("--pages", nargs="+", default=PAGES, metavar="PAGE", help="default: %(default)s")
    parser.add_argument("--performance", type=float, default=PERFORMANCE, help="default: %(default)s")
    parser.add_argument("--output", type=Path, default=ROOT / "_build/lighthouse.json", help="results")
    args = parser.parse_args()
    if not all((args.site / f"{page}.html").is_file() for page in args.pages):
        parser.error(f"there is no built site in {args.site}: run `dlcourse build` first")
    if not (browser := chromium()):
        parser.error("this needs Chromium or Chrome on the path")
    with served(args.site) as base:
        found = {
            page: measure(browser, f"{base}/{page}.html")
            for page in track(args.pages, "pages", console=Console(stderr=True))
        }
    table = Table("page", *CATEGORIES, "first text, ms", "largest, ms", "blocked, ms", "layout shift")
    for page, run in found.items():
        scores = [f"{run[name]:.0f}" for name in CATEGORIES]
        table.add_row(page, *scores, *(f"{run[name]:.0f}" for name in AUDITS[:3]), f"{run[AUDITS[3]]:.3f}")
    Console(width=130).print(table)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    record.write(args.output, found)
    least = dict.fromkeys(CATEGORIES, 100.0) | {"performance": args.performance}
    low = [
        f"{page}: {name} {run[name]:.0f}, must be {least[name]:.0f}"
        for page, run in found.items()
        for name in CATEGORIES
        if round(run[name]) < least[name]
    ]
    if low:
        sys.exit("\n".join(low))


if __name__ == "__main__":
    main()
