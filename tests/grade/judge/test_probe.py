"""The rule of test cells: call a student's function with data, ask all else in a probe, decide outside."""

import re

import pytest

from dlcourse.grade.judge import lint, lint_notebook
from tests.grade.judge.conftest import notebook

GIVEN = """
import numpy as np
import torch
from torch import nn

from dlcourse.check import probe, same, unchanged


def given(x):
    return f(x) + 1


class Node:
    def __init__(self, *parents):
        self.parents = parents
"""
ANSWER = """
K = [3]


class Affine:
    def __init__(self, W):
        self.W = W

    def loss(self):
        return float((self.W**2).sum())


class Oops(ValueError):
    def __init__(self, text):
        super().__init__(text)
        self.count = 3


def random_numbers():
    return np.random.rand(), torch.rand(1)


def f(x):
    return x * 2


def writes(x, other=None):
    x[0] = 9
    return x


def numbers(n):
    yield from range(n)


def fails(text):
    raise Oops(text)


def makes():
    return f


def keeps(x, kept=[]):
    kept.append(x)
    return kept


def zeroes(x):
    x[:] = 0
    return x


def rewinds():
    np.random.seed(5)


def draws(r):
    return r.random()


def total(items):
    return sum(items)


def counts():
    K[0] += 1
    return K[0]
"""


@pytest.fixture
def asked(judged):
    """The result of one test cell after the given cell and the answer."""
    return lambda test: judged(("locked", GIVEN), ("student", ANSWER), ("test", test))[-1]


RIGHT = {
    "a call with data": "same(f(np.arange(3)), [0, 2, 4])\nassert f(2) == 4 and f('a') == 'aa'",
    "a given function that calls the answer": "assert given(3) == 7",
    "calls follow each other in one process": "assert [counts(), counts()] == [4, 5]",
    "arguments and attributes of an error": """
try:
    fails("boom")
except ValueError as error:
    assert error.args == ("boom",) and error.count == 3
""",
    "a seed": """
np.random.seed(3)
torch.manual_seed(3)
one = random_numbers()
np.random.seed(3)
torch.manual_seed(3)
assert one == (np.random.rand(), torch.rand(1)) and random_numbers() != random_numbers()
""",
    "an error by its built-in class and text": """
try:
    fails("boom")
except ValueError as error:
    assert str(error) == "boom" and type(error).__name__ == "Oops"
""",
    "attributes and in-place changes": """
@probe
def change(W, h):
    a = Affine(W)
    before = a.loss()
    a.W[0] += h
    return a.loss() - before, W
gained, W = change(np.array([1.0, 2.0]), 0.5)
same(gained, 1.25)
same(W, [1.5, 2.0])
""",
    "imports of the test cell and of one before": """
import collections
from itertools import pairwise as pairs
@probe
def look():
    return collections.Counter([type(f).__name__]), list(pairs([1, 2, 3]))
assert look() == ({"function": 1}, [(1, 2), (2, 3)])
""",
    "defaults, keywords, and variables passed as defaults": """
W = np.array([1.0])
@probe
def look(a, /, b=W, *rest, c: "unknown" = 3, **more) -> "unknown":
    return a, b, rest, c, more
assert look(1) == (1, W, (), 3, {}) and look(1, 2, 3, c=4, d=5) == (1, 2, (3,), 4, {"d": 5})
""",
    "a probe that calls another": """
@probe
def twice(x):
    return f(f(x))
@probe
def four(x):
    return twice(twice(x))
assert four(1) == 16
""",
    "globals that a probe sets": """
@probe
def from_ten():
    global K
    K = [10]
    return counts()
assert from_ten() == 11
""",
    "what is printed": """
import contextlib, io
@probe
def printed():
    with contextlib.redirect_stdout(io.StringIO()) as out:
        print(f(2))
    return out.getvalue()
assert printed() == "4\\n"
""",
    "the answer's own exception": """
@probe
def caught():
    try:
        fails("x")
    except Oops as error:
        return error.args
assert caught() == ("x",)
""",
    "functions of a library": "@probe\ndef apply(g, x):\n    return g(x)\nassert apply(np.tanh, 0.0) == 0.0",
    "a generator": "@probe\ndef g(draw):\n    return draw.random()\nassert g(np.random.default_rng(1)) < 1",
    "a probe whose arguments stay": "@probe\ndef g(x):\n    return f(x)\nassert unchanged(g, 3) == 6",
    "the flag of a gradient": "assert f(torch.ones(2, requires_grad=True)).requires_grad",
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_the_rule_allows_works(asked, name):
    result = asked(RIGHT[name])
    assert (result.verdict, result.error) == ("passed", None)


WRONG = {
    "an attribute": ("f.cache", 1, "`f`"),
    "data": ("x = 1\nassert K == [3]", 2, "`K`"),
    "a class": ("isinstance(3, Affine)", 1, "`Affine`"),
    "an exception": ("try:\n    fails('x')\nexcept Oops:\n    pass", 3, "`Oops`"),
    "a function that is passed on": ("f(f)", 1, "`f`"),
    "a name in a list": ("g = [f]\nf(g)", 2, "`f`"),
    "a call-back": ("x = 1\nf(lambda: x)", 2, "function"),
    "an object of a given class": ("f(Node())", 1, "Node"),
    "a module": ("f(nn.Linear(1, 1))", 1, "Linear"),
    "a gradient": ("x = torch.ones(2, requires_grad=True)\nf(x).sum().backward()", 2, "graph"),
    "a setting before a call": ("torch.set_default_dtype(torch.float64)\nf(1)", 1, "set_default_dtype"),
    "a name that is compared": ("assert f is not None", 1, "is compared"),
    "a setting around a call": (
        "import warnings\nwith warnings.catch_warnings():\n    f(1)",
        2,
        "catch_warnings",
    ),
    "a probe that asserts": ("@probe\ndef p():\n    assert f(1) == 2\np()", 2, "asserts"),
    "a probe that compares": ("@probe\ndef p():\n    same(f(1), 2)\np()", 2, "`same`"),
    "a probe that reads a variable": ("c = 1\n@probe\ndef p():\n    return f(c)\np()", 3, "`c`"),
    "a probe that reads a helper": (
        "def h():\n    pass\n@probe\ndef p():\n    return h()\np()",
        4,
        "make it a probe",
    ),
    "a closure": ("def h(c):\n    @probe\n    def p():\n        return f(c)\n    return p()\nh(1)", 2, "`c`"),
    "a probe that expects": ("@probe\ndef p():\n    return f(1) == 3.25\nsame(p(), 3.25)", 2, r"3\.25"),
    "a probe with a decorator": ("@probe\n@torch.no_grad()\ndef p():\n    return 1\np()", 1, "@probe alone"),
    "a probe that waits": ("@probe\nasync def p():\n    return 1\np()", 1, "@probe alone"),
    "a probe that yields": ("@probe\ndef p():\n    yield 1\np()", 1, "generator"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_only_a_probe_can_ask_is_an_error_that_names_cell_and_line(asked, name):
    test, line, word = WRONG[name]
    result = asked(test)
    assert result.verdict == "authoring"
    assert result.error.startswith("AskInProbe: cell test-") and f", line {line}: " in result.error
    assert re.search(word, result.error)


SILENT = [
    "try:\n    x = f\n    x == 3\nexcept BaseException:\n    pass",
    "x = [f]\nhasattr(x[0], 'y')",
    "def g(x):\n    try:\n        return x.y\n    except BaseException:\n        return 3\ng(f)",
    "g = f\n{g: 1}",
    "g = f\nisinstance(3, g)",
]


@pytest.mark.parametrize("test", SILENT)
def test_no_test_goes_on_after_it_has_touched_a_name_by_another(asked, test):
    assert asked(test).verdict == "authoring"


def test_answer_that_returns_no_data_fails_as_beside_the_test(asked):
    result = asked("same(numbers(3), [0, 1, 2], 'numbers')")
    assert result.verdict == "failed" and "wrap it in list(...)" in result.error
    assert asked("numbers(3).shape").error == "AttributeError: 'generator' object has no attribute 'shape'"
    assert asked("len(numbers(3))").error == "TypeError: object of type 'generator' has no len()"
    result = asked("next(numbers(3))")
    assert result.verdict == "failed" and "in a probe" in result.error
    assert asked("same(makes(), 3)").error.startswith(
        "AssertionError: result: expected a number, got `f` itself"
    )


@pytest.mark.parametrize("kind", ["np.ma.masked_less(x, 2)", "np.matrix(x)"])
def test_array_that_computes_by_other_rules_is_no_plain_data(judged, kind):
    answer = f"import numpy as np\ndef f(x):\n    return {kind}"
    test = "import numpy as np\nassert f(np.array([1.0, 3.0])).mean() == 2"
    result = judged(("student", answer), ("test", test))[-1]
    assert result.verdict == "failed" and "ask for its `.mean` in a probe" in result.error


def test_answer_that_changes_its_argument_is_told_its_name(asked):
    result = asked("unchanged(writes, np.ones(3), other=[1])")
    assert result.error.startswith(
        "AssertionError: writes: your function changed its argument `x` (at [0]: 1 became 9)"
    )
    assert (
        "`other` (it had"
        in asked("@probe\ndef adds(x, other):\n    other.append(1)\nunchanged(adds, 1, other=[])").error
    )


def test_error_of_a_probe_shows_the_lines_of_the_answer_and_none_of_the_test(asked):
    result = asked("@probe\ndef p(canary):\n    return fails(str(canary))\np(5)")
    shown = "\n".join(result.outputs[-1].traceback)
    assert result.error == "Oops: 5" and "in fails" in shown and "raise Oops(text)" in shown
    assert "canary" not in shown


def test_locked_cell_that_needs_the_answer_runs_beside_it_alone(judged):
    cells = [
        ("student", "def f(x):\n    return 2 * x"),
        (
            "locked",
            "once = f(1)\n\ndef half(x):\n    return f(x) / 4\nprint(once, half(2))\nc = 3",
        ),
        ("test", "assert half(2) == 1 and c == 3"),
        ("test", "once + 1"),
    ]
    results = judged(*cells)
    assert results[1].outputs[0].text == "2 1.0\n"
    assert [one.verdict for one in results] == ["passed", "passed", "passed", "authoring"]


def test_lint_of_an_assignment_names_cell_and_line():
    nb = notebook(("locked", GIVEN), ("student", ANSWER), ("test", "assert f(1) == 2\ntype(f)"))
    nb.cells[2].metadata.nbgrader.grade_id = "cell-2"
    (found,) = lint_notebook(nb)
    assert found.startswith("cell cell-2, line 2: `f` is the student's, and is passed to `type`")


def test_imports_and_probes_of_a_test_are_there_for_the_probes_of_later_ones(judged):
    first = "import math\n@probe\ndef doubled(x):\n    return f(x)\nassert doubled(2) == 4"
    later = "@probe\ndef p(x):\n    return math.floor(doubled(x))\nassert p(1.25) == 2"
    cells = [("locked", GIVEN), ("student", ANSWER), ("test", first), ("test", later)]
    assert [one.error for one in judged(*cells)] == [None] * 4
    assert lint_notebook(notebook(*cells)) == []


def test_probe_that_reads_a_given_name_which_a_test_has_changed_is_refused(judged):
    cells = [
        ("locked", GIVEN + "c = 1"),
        ("student", ANSWER),
        ("test", "c = 2"),
        ("test", "@probe\ndef p():\n    c"),
    ]
    assert judged(*cells)[-1].verdict == "authoring"
    (found,) = lint_notebook(notebook(*cells))
    assert "reads `c`, a variable of the test" in found


def test_lint_names_an_answer_that_makes_a_name_which_a_test_made_before():
    nb = notebook(("student", "def f():\n    pass"), ("test", "w = f()"), ("student", "def w():\n    pass"))
    (found,) = lint_notebook(nb)
    assert "makes `w`, which a test before it made" in found


IN_COMMON = {
    "an argument that the answer changes": "x = [1]\nwrites(x)\nassert x == [9]",
    "an argument that a probe changes": "@probe\ndef p(x):\n    writes(x)\nx = [1]\np(x)\nsame(x, [9])",
    "a result that a later call changes": "a = keeps(1)\nkeeps(2)\nok = a == [1, 2]\nassert ok",
    "a view that the answer changes": "x = np.zeros((2, 3))\nwrites(x.T)\nassert x[1, 0] == 9",
    "a tensor that the answer changes": "x = torch.zeros(2)\ny = x[:1]\nwrites(x)\nassert y[0] == 9",
    "cheat by the argument": "x = np.ones(2)\nsame(zeroes(x), 2 * x)",
    "a generator that the answer seeds": "np.random.seed(5)\nx = np.random.rand()\nrewinds()\n"
    "y = np.random.rand()\nassert x == y",
    "an expected value in the answer's alias": "x = [1]\ny = writes(x, x)\nx.append(2)\nsame(y, [9, 2])",
}


@pytest.mark.parametrize("name", IN_COMMON)
def test_what_passes_only_by_changes_in_place_has_to_be_asked_in_a_probe(asked, name):
    result = asked(IN_COMMON[name])
    assert (result.verdict, result.error[:22]) == ("authoring", "AskInProbe: cell test-")
    assert "passes only because the answer changed" in result.error and ", line " in result.error


BY_VALUE = [
    "x = [1]\nwrites(x)\ny = [2]\nassert y == [2]",
    "x = np.ones(2)\nassert f(x) is not x and not np.shares_memory(f(x), x)",
    "y = f([1])\ny[0] = 3\ny.append(2)\nassert y == [3, 1, 2]",
    "r = np.random.default_rng(0)\nassert draws(r) != draws(r)",
    "it = numbers(3)\nassert total(it) == 3",
    "same(f(np.ones(2)), np.full(2, 2.0))",
]


@pytest.mark.parametrize("test", BY_VALUE)
def test_what_holds_with_copies_too_has_its_points(asked, test):
    assert asked(test).error is None


def test_lint_names_an_answer_that_has_the_name_of_a_builtin_or_of_a_given_function():
    nb = notebook(
        ("locked", "def given():\n    pass"), ("student", "def sum(x):\n    pass\ndef given():\n    pass")
    )
    found = sorted(lint_notebook(nb))
    assert len(found) == 2 and "makes `given`" in found[0] and "makes `sum`" in found[1]


def test_function_of_a_test_calls_the_answer_in_a_later_test(judged):
    tests = [("test", "def check(x):\n    return f(x)"), ("test", "assert check(2) == 4")]
    cells = [("locked", GIVEN), ("student", ANSWER), *tests]
    assert [one.error for one in judged(*cells)] == [None] * 4


def test_lint_takes_a_local_variable_for_what_it_is():
    source = "def check(order):\n    return type(order), [type(f) for f in order]\ncheck(order([1]))\nf(2)"
    assert lint(source) == []
