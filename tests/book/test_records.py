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


def _definitions(source: str) -> dict[str, str]:
    """Functions, and what is assigned to a name, as code."""
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = ast.unparse(node)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = ast.unparse(node.value)
    return found


def test_the_recorded_frameworks_ran_the_code_that_the_page_shows() -> None:
    nb = json.loads((ROOT / "book" / "14_frameworks.ipynb").read_text("utf8"))
    page: dict[str, str] = {}
    for cell in code(nb):
        if "setup" not in cell["metadata"].get("tags", []):
            page |= _definitions(text(cell))
    script = _definitions((ROOT / "benchmarks" / "frameworks.py").read_text("utf8"))
    for name in ("torch_run", "update", "jax_loss", "jax_run", "tensorflow_run", "keras_run", "keras_conv"):
        assert page[name] == script[name], name
    for name in ("keras_places", "keras_by_name", "jax_schedule", "answer", "namesakes"):
        assert page[name] == script[name], name


def test_all_recorded_frameworks_took_the_same_steps() -> None:
    parts = json.loads((ROOT / "benchmarks" / "results" / "frameworks.json").read_text("utf8"))["parts"]
    assert {"PyTorch", "JAX", "TensorFlow", "Keras on PyTorch", "Keras on JAX", "Keras on TensorFlow"} == set(
        parts
    )
    for name, part in parts.items():
        for rule in ("SGD", "momentum"):
            assert max(part[rule]["weights"]) < 1e-6, (name, rule)
