"""Imports between the modules of dlcourse go one way."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "dlcourse").rglob("*.py")
}


def imported(path: Path) -> Iterator[str]:
    """Each module of dlcourse that a file imports, wherever and for whatever: type hints count."""
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if isinstance(node, ast.ImportFrom) and node.module in MODULES:
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                yield inner if inner in MODULES else node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in MODULES)


def test_no_module_imports_another_that_imports_it_again():
    graph = {module: set(imported(path)) for module, path in MODULES.items()}
    assert {"dlcourse.train.files", "dlcourse.train.history"} <= graph["dlcourse.train.callbacks"]
    TopologicalSorter(graph).prepare()  # a CycleError names the circle
