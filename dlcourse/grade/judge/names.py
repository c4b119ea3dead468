"""Which names a cell reads, makes and needs, by its source alone."""

import ast
import builtins
import symtable
from collections.abc import Collection

BUILTINS = {*vars(builtins), "get_ipython", "display", "In", "Out", "__name__", "__file__"}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPOUND = (ast.For, ast.AsyncFor, ast.While, ast.If, ast.With, ast.AsyncWith, ast.Try)


def parse(source: str) -> ast.Module:
    """The tree of a cell, empty if it is no Python."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def loads(source: str) -> set[str]:
    """The global names that a cell reads or deletes, in its functions too, and does not define or import."""
    tables = _tables(source)
    if not tables:
        return set()
    made = {s.get_name() for s in tables[0].get_symbols() if s.is_namespace() or s.is_imported()}
    deleted = deletes(source)
    names: set[str] = set()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        top = table.get_type() == "module"
        found = [s for s in table.get_symbols() if top or s.is_global()]
        names |= {s.get_name() for s in found if s.is_referenced() or s.get_name() in deleted}
    return names - made - BUILTINS


def defines(source: str) -> set[str]:
    """The global names that a cell assigns, defines or imports."""
    found = [s for table in _tables(source) for s in table.get_symbols()]
    return {s.get_name() for s in found if s.is_assigned() or s.is_imported() or s.is_namespace()}


def deletes(source: str) -> set[str]:
    """The names after a `del` of a cell."""
    names = [node for node in ast.walk(parse(source)) if isinstance(node, ast.Name)]
    return {node.id for node in names if isinstance(node.ctx, ast.Del)}


def _tables(source: str) -> list[symtable.SymbolTable]:
    try:
        return [symtable.symtable(source, "<cell>", "exec")]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def imports(tree: ast.Module) -> dict[str, str]:
    """The imports at the top level of a cell, by the name that each brings."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Import):
            for one in node.names:
                found[one.asname or one.name.split(".")[0]] = ast.unparse(ast.Import([one]))
        elif isinstance(node, ast.ImportFrom):
            for one in node.names:
                found[one.asname or one.name] = ast.unparse(ast.ImportFrom(node.module, [one], node.level))
    return found


class Given:
    """The names that locked cells make without the student's code, cell by cell.

    A statement that needs a name of the student's, itself or through a function that it calls, belongs to
    the student's process alone.
    """

    def __init__(self, names: Collection[str] = ()):
        self.names = set(names)
        self._reads: dict[str, set[str]] = {}  # by function that a locked cell defines

    def add(self, source: str) -> str:
        """Take in a locked cell; return what of it runs without the student's names."""
        tree = parse(source)
        kept = [node for node in tree.body if self._takes(node)]
        if len(kept) == len(tree.body):
            return source
        return ast.unparse(ast.Module(kept, []))

    def needs(self, names: set[str]) -> set[str]:
        """Of some names, and of what the functions among them read, those that are not given."""
        return self.reached(names) - self.names - BUILTINS

    def reached(self, names: set[str]) -> set[str]:
        """Some names, and those that the functions among them read."""
        found, waiting = set(names), list(names)
        while waiting:
            new = self._reads.get(waiting.pop(), set()) - found
            found |= new
            waiting += new
        return found

    def _takes(self, node: ast.stmt) -> bool:
        made = defines(ast.unparse(node))
        now = _now(node)
        if isinstance(node, _COMPOUND):
            now -= made
        if self.needs(now):
            self.names -= made
            return False
        for name in made:
            self._reads.pop(name, None)
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            self._reads[node.name] = loads(ast.unparse(node))
        self.names |= made
        return True


def _now(node: ast.AST) -> set[str]:
    """The names that a statement reads when it runs; what a function's body reads waits for its call."""
    if isinstance(node, _FUNCTIONS):
        wanted: list[ast.AST | None] = [*node.decorator_list, *node.args.defaults, *node.args.kw_defaults]
        wanted += [a.annotation for a in (*node.args.args, *node.args.posonlyargs, *node.args.kwonlyargs)]
        return set[str]().union(*(_now(one) for one in (*wanted, node.returns) if one is not None))
    if isinstance(node, ast.ClassDef):
        parts = [*node.decorator_list, *node.bases, *(k.value for k in node.keywords), *node.body]
        return set[str]().union(*(_now(one) for one in parts)) - defines(
            ast.unparse(ast.Module(node.body, []))
        )
    return loads(ast.unparse(node))
