"""The modules of `train` import each other one way, type hints included."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import dlcourse.train

ROOM = "dlcourse.train."


def test_no_module_imports_one_that_imports_it() -> None:
    graph = {}
    for path in Path(dlcourse.train.__file__).parent.glob("*.py"):
        imports = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
        names = {
            (node.module or "").removeprefix(ROOM) for node in imports if (node.module or "").startswith(ROOM)
        }
        graph[path.stem] = names
    assert len(graph) > 10
    assert graph["loop"]
    order = list(TopologicalSorter(graph).static_order())  # raises CycleError
    assert order[-1] == "__init__"
