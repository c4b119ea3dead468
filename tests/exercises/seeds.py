"""Whether what an answer earns depends on the numbers that its tests draw."""

import json
from collections.abc import Mapping
from copy import deepcopy

from nbformat import NotebookNode

from dlcourse.grade import kernel, ways
from dlcourse.grade.assignment import is_tests

#: A test cell that runs under each seed, with the names that it found before the first.
_SEEDS = """
def _under(seeds, source, shell=get_ipython()):
    import contextlib, io, json, os
    names, passed = dict(shell.user_ns), []
    shell.showtraceback = shell.showsyntaxerror = lambda *_, **__: None
    for seed in seeds:
        os.environ["DLCOURSE_SEED"] = str(seed)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            passed.append(shell.run_cell(source).success)
        shell.user_ns.update(names)
    print(json.dumps(passed))
_under({seeds}, {source!r})
"""


def under_seeds(notebooks: Mapping[str, NotebookNode], seeds: range) -> dict[str, dict[str, list[bool]]]:
    """Whether the tests pass in a kernel under each of several seeds, by notebook and test cell.

    The answers are defined once, and a test cell runs again for each seed.
    """
    changed = deepcopy(dict(notebooks))
    for cell in (cell for nb in changed.values() for cell in nb.cells if is_tests(cell)):
        cell.source = _SEEDS.format(source=cell.source, seeds=seeds)
    found: dict[str, dict[str, list[bool]]] = {}
    for name, cells in ways.in_one_kernel(changed, 0, seconds=1800).items():
        for cell in filter(is_tests, cells):
            said = "".join(output.text for output in cell.outputs if output.get("name") == "stdout")
            if not said:
                raise AssertionError(f"{name}: not run under many seeds: {kernel.errors(cell)}")
            found.setdefault(name, {})[cell.metadata.nbgrader.grade_id] = json.loads(said.splitlines()[-1])
    return found
