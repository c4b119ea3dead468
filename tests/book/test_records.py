"""What a page shows of a recorded run is what the record holds."""

import ast
import json
from pathlib import Path
from statistics import mean
from typing import Any

from tests.book.rules import code, text

ROOT = Path(__file__).resolve().parents[2]


def _recorded(nb: dict[str, Any]) -> dict[str, dict[str, list[float]]]:
    cell = next(text(cell) for cell in code(nb) if text(cell).startswith("recorded = {"))
    statement = ast.parse(cell).body[0]
    assert isinstance(statement, ast.Assign)
    return ast.literal_eval(statement.value)


def test_the_run_with_a_body_from_imagenet_is_the_recorded_one() -> None:
    nb = json.loads((ROOT / "book" / "13_transfer_learning.ipynb").read_text("utf8"))
    tasks = json.loads((ROOT / "benchmarks" / "results" / "pretrained.json").read_text("utf8"))["tasks"]
    for task, contestants in _recorded(nb).items():
        for name, percents in contestants.items():
            runs = tasks[task]["contestants"][name].values()
            assert percents == [round(100 * mean(run["test"])) for run in runs], (task, name)
