"""What every benchmark's record holds: the machine it ran on; and how the record is written."""

import argparse
import json
import os
import platform
from pathlib import Path
from typing import Any


def machine() -> dict[str, Any]:
    """Cores, processor and system, where the system tells."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = (line.split(": ")[1] for line in lines if line.startswith("model name"))
    return {
        "cores": os.cpu_count(),
        "cpu": next(names, platform.processor()),
        "system": platform.system(),
    }


def check_folder(parser: argparse.ArgumentParser, output: Path) -> None:
    """End the program, before it has measured anything, if the record would have no folder to go to."""
    if not output.parent.is_dir():
        parser.error(f"there is no folder {output.parent}: make it, or name another file with --output")


def write(path: Path, report: dict[str, Any]) -> None:
    """Write the report aside, then rename: the file never holds half of it."""
    aside = path.with_suffix(".part")
    aside.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    aside.replace(path)
