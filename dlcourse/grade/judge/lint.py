"""Which test cells ask what only a probe can ask: by their source, before anything runs.

Public: `lint` looks at one test cell, `lint_notebook` at all of an assignment; `AskInProbe` is the error.
"""

import ast
import copy
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, TypeGuard

from dlcourse.grade.judge.names import BUILTINS, Given, defines, deletes, imports, loads, parse

if TYPE_CHECKING:
    from nbformat import NotebookNode

_DECIDES = {"same", "claim", "unchanged"}
#: What sets something for its own process alone.
_SETTINGS = {
    *("catch_warnings", "errstate", "redirect_stdout", "redirect_stderr", "patch", "autocast", "fork_rng"),
    *("no_grad", "enable_grad", "inference_mode", "set_grad_enabled", "printoptions", "localcontext"),
    *("simplefilter", "filterwarnings", "seterr", "set_printoptions", "set_default_dtype"),
    *("setrecursionlimit", "chdir", "setcontext", "setlocale", "use_deterministic_algorithms"),
}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class AskInProbe(BaseException):
    """A test touches an object of the student's outside a probe; no `except` of a test may catch that.

    Parameters
    ----------
    text : str
    authoring : bool
        Whether it is the test that is at fault whatever the answer, and not an answer that returned what it
        should not.
    """

    def __init__(self, text: str, *, authoring: bool = True):
        super().__init__(text)
        self.authoring = authoring


def lint(
    source: str,
    *,
    given: Collection[str] = (),
    before: Collection[str] = (),
    there: Collection[str] | None = None,
) -> list[tuple[int, str]]:
    """What a test cell asks outside a probe, or a probe reads or holds that it must not.

    Parameters
    ----------
    source : str, of the test cell
    given : names that locked cells make, and imports and probes of test cells before this one
    before : other names that test cells before this one have made
    there : names that the student's process has; by default all that are not given

    Returns
    -------
    list of (line, sentence)
    """
    tree = parse(source)
    probes = [node for node in ast.walk(tree) if is_probe(node)]
    rest = _Without().visit(copy.deepcopy(tree))
    brought, names = set(imports(tree)), {node.name for node in probes}
    theirs = loads(ast.unparse(rest)) - defines(source) - {*before, *given} - BUILTINS
    theirs = theirs if there is None else theirs & set(there)
    functions = {node.name for node in ast.walk(rest) if isinstance(node, ast.FunctionDef)} - names
    found = [*_unseen(rest, theirs), *_settings(rest, theirs)]
    found += [(node.lineno, text) for node in probes for text in _lint_probe(node)]
    variables = (defines(source) | set(before)) - brought - names
    expected = _expected(rest)
    for node in probes:
        reads, says = loads(ast.unparse(bare(node))), f"the probe `{node.name}`"
        for name in reads & variables:
            way = (
                "function of the test: make it a probe too"
                if name in functions
                else "variable of the test: pass it"
            )
            found.append((node.lineno, f"{says} reads `{name}`, a {way}"))
        if shared := sorted(map(repr, _literals(node) & expected)):
            found.append(
                (node.lineno, f"{says} holds {', '.join(shared)}, which the test expects: pass it in")
            )
    return sorted(set(found))


def lint_notebook(nb: "NotebookNode") -> list[str]:
    """What `lint` finds in the test cells of an assignment: one sentence each, with cell and line.

    Parameters
    ----------
    nb : notebook, with its solutions and hidden tests
    """
    given, before = Given(), set[str]()
    found: list[str] = []
    for cell in (cell for cell in nb.cells if cell.cell_type == "code"):
        kind, source = kind_of(cell), plain(cell.source)
        name = cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id")
        if kind == "locked":
            given.add(source)
        elif kind == "student" and cell.metadata.get("nbgrader", {}).get("solution"):
            made = defines(source) - set(imports(parse(source)))
            found += [f"cell {name} makes `{one}`, which a test before it made too" for one in made & before]
            found += [
                f"cell {name} makes `{one}`, as Python or a given cell does: tests would not see the answer's"
                for one in made & (given.names | BUILTINS)
            ]
        elif kind == "test":
            problems = lint(source, given=given.names, before=before)
            found += [f"cell {name}, line {line}: {text}" for line, text in problems]
            everywhere = available(parse(source))
            given.names |= everywhere
            before |= defines(source) - everywhere - deletes(source)  # which a test has to bring back
    return sorted(set(found), key=found.index)


def available(tree: ast.Module) -> set[str]:
    """The names that a test cell makes for later probes, too: of its imports and of its probes."""
    return {
        *imports(tree),
        *(node.name for node in tree.body if is_probe(node)),
    }


def kind_of(cell: "NotebookNode") -> str:
    """Where a cell runs, by its metadata: "student", "locked" (both), "test" (judge), "inprocess"."""
    given = cell.metadata.get("nbgrader", {})
    if given.get("grade") and not given.get("solution"):
        course = cell.metadata.get("dlcourse", {})
        return "inprocess" if course.get("judge") == "inprocess" else "test"
    return "locked" if given.get("locked") and not given.get("solution") else "student"


def plain(source: str) -> str:
    """A cell without the magics of IPython."""
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        return TransformerManager().transform_cell(source)
    except (SyntaxError, ValueError, RecursionError):
        return source


def is_probe(node: ast.AST) -> TypeGuard[ast.FunctionDef]:
    """Whether a node defines a function under `@probe`."""
    return isinstance(node, ast.FunctionDef) and any(
        ast.unparse(one).rpartition(".")[2] == "probe" for one in node.decorator_list
    )


def bare(node: ast.FunctionDef) -> ast.FunctionDef:
    """A copy of a probe's definition without decorators, annotations and the values of its defaults."""
    made = ast.parse(ast.unparse(node)).body[0]
    assert isinstance(made, ast.FunctionDef)
    made.decorator_list, made.returns = [], None
    arguments = made.args
    for one in ast.walk(arguments):
        if isinstance(one, ast.arg):
            one.annotation = None
    arguments.defaults = [ast.Constant(None) for _ in arguments.defaults]
    arguments.kw_defaults = [one and ast.Constant(None) for one in arguments.kw_defaults]
    return made


class _Without(ast.NodeTransformer):
    """Makes a tree in which the probes do nothing; their defaults are the test's."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        if is_probe(node):
            empty = ast.FunctionDef(node.name, node.args, [ast.Pass()], [], None)
            return ast.fix_missing_locations(ast.copy_location(empty, node))
        return self.generic_visit(node)


def _lint_probe(node: ast.FunctionDef) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Assert):
            yield f"the probe `{node.name}` asserts: return what you saw, and decide outside"
        elif isinstance(part, ast.Call) and ast.unparse(part.func) in _DECIDES:
            call = ast.unparse(part.func)
            yield f"the probe `{node.name}` calls `{call}`: return what you saw, and decide outside"


def _unseen(tree: ast.Module, theirs: set[str]) -> Iterator[tuple[int, str]]:
    """The places at which what stands for a student's name would not notice how a test uses it.

    All other uses but a call raise `AskInProbe` when they run.
    """
    waiting: list[tuple[ast.AST, set[str]]] = [(tree, theirs)]
    while waiting:
        node, names = waiting.pop()
        if isinstance(node, _FUNCTIONS):
            names = names - _locals(node)
        used: list[ast.AST] = []
        how = "is passed to `type` or `id`"
        if isinstance(node, ast.ExceptHandler) and node.type:
            used, how = [*ast.walk(node.type)], "is caught"
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Is | ast.IsNot):
            used, how = [node.left, *node.comparators], "is compared"
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("type", "id"):
            used = [*node.args]
        for one in used:
            if isinstance(one, ast.Name) and one.id in names:
                text = f"`{one.id}` is the student's, and {how}: outside a probe it can only be called"
                yield one.lineno, f"{text}; ask in a probe"
        waiting += [(child, names) for child in ast.iter_child_nodes(node)]


def _settings(tree: ast.Module, theirs: set[str]) -> Iterator[tuple[int, str]]:
    """The places at which a test sets for its own process what an answer would have to meet."""
    for node in ast.walk(tree):
        inside: ast.AST = tree
        if isinstance(node, ast.With):
            set_here, inside = [one.context_expr for one in node.items], node
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            set_here = [node.value]
        else:
            continue
        for one in set_here:
            way = ast.unparse(one.func).rpartition(".")[2] if isinstance(one, ast.Call) else ""
            # to ignore is what every kernel of the course does
            if way not in _SETTINGS or "'ignore'" in "".join(ast.unparse(node).splitlines()[:2]):
                continue
            calls = {ast.unparse(part.func) for part in ast.walk(inside) if isinstance(part, ast.Call)}
            if calls & theirs:
                yield one.lineno, f"`{way}` does not reach the student's process: set it in a probe"


def _locals(node: ast.AST) -> set[str]:
    arguments = {a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg)}  # type: ignore[attr-defined]
    stores = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    outer = {name for n in ast.walk(node) if isinstance(n, ast.Global) for name in n.names}
    return arguments | stores - outer


def _expected(tree: ast.Module) -> set[object]:
    """The literals that a test compares with, but for those that anything may hold."""
    parts: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "same":
            parts += [*node.args[1:2], *(k.value for k in node.keywords if k.arg == "expected")]
        if isinstance(node, ast.Assert):
            parts += [part for part in ast.walk(node.test) if isinstance(part, ast.Compare)]
    return set[object]().union(*(_literals(part) for part in parts))


def _literals(node: ast.AST) -> set[object]:
    """Its constants that say something: text, numbers of two digits or more."""
    found = set[object]()
    for part in ast.walk(node):
        value = part.value if isinstance(part, ast.Constant) else None
        digits = str(value).replace(".", "").strip("0")
        if (isinstance(value, str) and len(value) >= 4) or (
            isinstance(value, int | float) and not isinstance(value, bool) and len(digits) >= 2
        ):
            found.add(value)
    return found
