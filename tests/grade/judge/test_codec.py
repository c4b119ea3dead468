"""What crosses the channel comes out equal; whatever else comes in is refused, and does nothing else."""

import builtins
import collections
import contextlib
import datetime
import json
import socket
import struct
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.grade.judge.codec import Table
from dlcourse.grade.judge.lint import AskInProbe
from dlcourse.grade.judge.probe import Boundary, Lost, StudentName, opaque, rebuilt
from dlcourse.grade.judge.student import _from_the_judge, _opaque
from dlcourse.grade.sandbox.wire import Broken, Ended, Wire

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.complex_numbers(allow_nan=False)
    | st.binary()
)
KEYS = st.booleans() | st.integers() | st.text() | st.tuples(st.integers(), st.text())
VALUES = st.recursive(
    SCALARS, lambda v: st.lists(v) | st.tuples(v, v) | st.dictionaries(KEYS, v) | st.sets(KEYS), max_leaves=20
)


def ends() -> tuple[Table, Table]:
    """The judge's end of a table and the student's."""
    return Table(0, lambda value: _refuse(value), opaque), Table(1, _opaque, _from_the_judge, bases=True)


def _refuse(value: object) -> list:
    raise AskInProbe(f"{value!r} is no plain data")


def send(sender: Table, receiver: Table, *values: object) -> list:
    """What arrives at the other end, after all that has changed."""
    slots, nodes, blob, _ = sender.encode(*values)
    slots, nodes = json.loads(json.dumps([slots, nodes]))
    receiver.decode(nodes, blob)
    return [receiver.value(slot) for slot in slots]


def through(value: object) -> object:
    judge, student = ends()
    (got,) = send(student, judge, value)
    return got


@given(VALUES)
def test_plain_data_comes_out_equal(value):
    got = through(value)
    assert got == value and type(got) is type(value)


@pytest.mark.parametrize("dtype", ["?", "i1", "<i8", ">f4", "f2", "c16", "U5", "S3", "M8[s]"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0), (2, 3)])
def test_arrays_keep_dtype_shape_and_bytes(dtype, shape):
    array = np.ones(shape, dtype)
    got = through(array)
    assert (got.dtype, got.shape, got.tobytes()) == (array.dtype, array.shape, array.tobytes())


@pytest.mark.parametrize(
    "dtype", [torch.bfloat16, torch.float16, torch.float64, torch.int8, torch.bool, torch.complex64]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_tensors_keep_dtype_shape_and_values(dtype, shape):
    tensor = torch.ones(shape).to(dtype)
    got = through(tensor.T if tensor.dim() == 2 else tensor)
    assert got.dtype == dtype and torch.equal(got, tensor.T if tensor.dim() == 2 else tensor)


def test_shared_parts_stay_shared_and_cycles_close():
    shared: list = [1]
    cycle: list = [shared, {"a": shared}]
    cycle.append(cycle)
    got = through(cycle)
    assert got[0] is got[1]["a"] and got[2] is got


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 300) | st.floats() | st.text(max_size=5),
    lambda v: st.lists(v, max_size=5) | st.dictionaries(st.text(max_size=4), v, max_size=3),
    max_leaves=20,
)
WORDS = (
    "list tuple set dict array view storage objects number tensor int float complex bytes slice range "
    "ellipsis plain numpy.dtype torch.dtype device size deque type namedtuple datetime date time timedelta "
    "Decimal Fraction opaque generator library"
)
TAGS = st.sampled_from(WORDS.split(" "))
NODES = st.lists(
    st.builds(lambda tag, rest: [tag, *rest], TAGS, st.lists(JSON | st.just([0]) | st.just([1]), max_size=6)),
    max_size=6,
)


@settings(max_examples=600, deadline=None)
@given(NODES | JSON, st.lists(st.integers(-1, 12), min_size=6), st.binary(max_size=64), JSON)
def test_no_table_of_nodes_does_more_than_be_refused(nodes, numbers, blob, slot):
    table = ends()[0]
    table.encode([1], {"a": np.ones(2)}, torch.ones(2))  # numbers 0, 2, ... are known
    if isinstance(nodes, list):
        nodes = [[n, node] for n, node in zip(numbers, nodes, strict=False)]
    with contextlib.suppress(Broken):
        table.decode(nodes, blob)
        table.value(slot)


PARTS = ["result", "nodes", "error", "drew", "missed", "called"]


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(PARTS), JSON | NODES), st.binary(max_size=40))
def test_no_message_does_more_than_be_refused_or_raise_for_the_test(message, blob):
    ours, theirs = socket.socketpair()
    tests = Boundary()
    tests.begin(Wire(ours))
    Wire(theirs).send({"names": ["f"], "data": [], "nodes": []})
    Wire(theirs).send(message, blob)
    theirs.shutdown(socket.SHUT_WR)
    f = StudentName(tests, *tests.names(["f"], {}))
    with ours, theirs:
        with contextlib.suppress(Lost, Exception):
            f(1)
        assert tests.lost is None or tests.lost.verdict == "crashed"
        with pytest.raises(Lost):  # nothing more comes from there, and a test cannot catch that
            f(1)


@given(st.binary(max_size=200))
def test_no_bytes_on_the_wire_do_more_than_be_refused(data):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        with pytest.raises((Broken, Ended)):
            Wire(ours).receive()


def test_length_that_no_message_has_is_refused_before_it_is_read():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(struct.pack("!II", 2**32 - 1, 0))
        with pytest.raises(Broken):
            Wire(ours).receive()


@pytest.mark.parametrize("kind", ["SystemExit", "KeyboardInterrupt", "Lost", "Broken", "eval", "\0"])
def test_exception_of_an_unknown_kind_is_an_ordinary_one_with_its_name_and_text(kind):
    made = rebuilt({"kinds": [kind, "BaseException"], "text": "x", "traceback": ""}, ends()[0])
    assert type(made).__mro__[1:] == (Exception, BaseException, object) and str(made) == "x"
    assert type(made).__name__ in (kind, "object")


def test_every_builtin_exception_keeps_its_name_its_text_and_an_ancestor():
    for kind in vars(builtins).values():
        if isinstance(kind, type) and issubclass(kind, Exception):
            names = [one.__name__ for one in kind.__mro__]
            made = rebuilt({"kinds": names, "text": "'x y", "traceback": ""}, ends()[0])
            assert (type(made).__name__, str(made)) == (kind.__name__, "'x y")
            assert set(type(made).__mro__) & set(kind.__mro__) - {object, BaseException}


@pytest.mark.parametrize(
    "value",
    [
        "\ud800", float("-inf"), -0.0, 10**4000, range(9, 0, -2), slice(None, 3), ..., np.float16(1.5),
        np.bool_(True),
        np.datetime64("2026-01-02"), torch.Size([2, 0]), torch.bfloat16, np.dtype(">f4"),
        collections.deque([1], 3),
        collections.OrderedDict(b=1, a=2), collections.Counter("aab"),
        datetime.datetime(2026, 1, 2, 3, 4, 5, 6),
        datetime.date(2026, 1, 2), datetime.timedelta(-1, 2, 3), Decimal("1.10"), Decimal("-Infinity"),
        Fraction(-1, 3), b"\0\xff",
        frozenset({(1, "x")}), {"b": 1, "a": 2},
    ],
    ids=repr,
)  # fmt: skip
def test_small_kinds_come_out_equal_and_of_their_type(value):
    got = through(value)
    assert type(got) is type(value) and repr(got) == repr(value)


def test_bits_of_nan_and_of_zero_come_out_the_same():
    odd = struct.unpack("!d", bytes.fromhex("fff8000000000123"))[0]
    assert struct.pack("!d", through(odd)).hex() == "fff8000000000123"
    array = np.array([odd, -0.0])
    assert through(array).tobytes() == array.tobytes()
    assert torch.signbit(through(torch.tensor([-0.0]))).all()


@pytest.mark.parametrize(
    "array", [np.ones((4, 6))[::2, ::3], np.ones((2, 3)).T, np.asfortranarray(np.ones((2, 3)))]
)
def test_layout_in_memory_does_not_matter(array):
    assert np.array_equal(through(array), array)


def test_array_of_objects_comes_out_with_what_it_holds():
    array = np.array([[2**100, None], ["x", 1.5]], object)
    got = through(array)
    assert got.dtype == object and got.tolist() == array.tolist()


def test_ten_megabytes_come_out_equal():
    for value in ("x" * 10_000_000, b"y" * 10_000_000, np.arange(1_250_000.0), list(range(1_000_000))):
        assert np.array_equal(through(value), value)


def test_instance_of_a_subclass_is_the_plain_value_whatever_its_methods_say():
    liar = {
        "__eq__": lambda *_: True,
        "__int__": lambda _: 9,
        "__iter__": lambda _: iter([7]),
        "__hash__": None,
    }
    for plain in (5, 2.5, "text", b"raw", [1], (1, 2), {"a": 1}, {1}, np.arange(3)):
        value = (
            plain.view(type("Liar", (np.ndarray,), liar))
            if isinstance(plain, np.ndarray)
            else type("Liar", (type(plain),), liar)(plain)
        )
        got, after = through([value, [value, 3]])
        assert type(got) is type(plain) and repr(got) == repr(plain) and repr(after) == repr([plain, 3])


def test_tensor_with_a_gradient_keeps_it_and_whether_it_is_a_leaf():
    leaf = torch.ones(2, requires_grad=True)
    leaf.grad = torch.full((2,), 3.0)
    got = through(leaf)
    assert got.is_leaf and got.requires_grad and torch.equal(got.grad, leaf.grad)
    parameter = through(torch.nn.Parameter(torch.ones(2)))
    assert isinstance(parameter, torch.nn.Parameter) and parameter.requires_grad
    assert not through(leaf * 2).is_leaf


def test_what_one_end_changes_in_place_is_changed_at_the_other_and_stays_the_same_object():
    judge, student = ends()
    mine = [1, {"a": {2}}, np.zeros((2, 3)), collections.deque([4]), torch.zeros(3, requires_grad=True)]
    (theirs,) = send(judge, student, mine)
    parts = list(theirs)
    theirs[1]["a"].add(3)
    theirs[2].T[1] = 7
    theirs[3].append(theirs)
    with torch.no_grad():
        theirs[4][0] = 5
    theirs[4].grad = torch.ones(3)
    theirs.append(theirs[2])
    held = list(mine)
    (got,) = send(student, judge, theirs)
    assert got is mine and all(a is b for a, b in zip(mine, held, strict=False)) and mine[5] is mine[2]
    assert mine[1] == {"a": {2, 3}} and mine[2].tolist() == [[0, 7, 0], [0, 7, 0]] and mine[3][1] is mine
    assert mine[4].tolist() == [5, 0, 0] and mine[4].grad.tolist() == [1, 1, 1] and mine[4].is_leaf
    mine[2][0] = 1
    assert send(judge, student) == [] and parts[2][0].tolist() == [1, 1, 1]


@pytest.mark.parametrize("view", ["x[1:]", "x.T", "x[::2, ::2]", "x[1].reshape(2, 2)", "x[:, 1]", "x[...]"])
def test_views_share_memory_at_the_other_end_too(view):
    for x in (
        np.arange(12.0).reshape(3, 4),
        np.ones((4, 3)).T,
        torch.ones(3, 4),
    ):
        judge, student = ends()
        theirs, seen = send(judge, student, x, eval(view))
        expected = eval(view, {"x": theirs})
        expected[...] = 5
        assert bool((seen == 5).all())
        (x2,) = send(student, judge, theirs)
        assert x2 is x and bool((eval(view) == 5).all())


def test_what_has_not_changed_is_not_sent_again_and_what_nobody_holds_is_forgotten():
    judge, student = ends()
    x, y = np.ones(3), [torch.ones(2, 2).T]
    send(judge, student, x, y, {"b": x})
    assert judge.encode(x, y)[1:3] == ([], b"")
    del y
    known = set(judge.values)
    student.drop(judge.released())
    assert set(judge.values) == set(student.values) < known
    assert [v is x for v in judge.values.values()] == [True]


def test_arrays_and_tensors_of_one_memory_share_it_at_the_other_end_too():
    for x, across in ((np.ones((2, 3)), torch.from_numpy), (torch.ones(2, 3), torch.Tensor.numpy)):
        judge, student = ends()
        (theirs,) = send(judge, student, x)
        (seen,) = send(student, judge, across(theirs)[1:])
        assert type(seen) is not type(x) and seen.shape == (1, 3)
        x[1, 2] = 5
        assert seen[0, 2] == 5
        seen[0, 0] = 7
        assert x[1, 0] == 7 and send(judge, student, seen)[0][0, 0] == theirs[1, 0] == 7
        assert judge.encode(x, seen)[1:] == student.encode(theirs)[1:] == ([], b"", set())


@pytest.mark.parametrize("make", [np.random.default_rng, torch.Generator], ids=["numpy", "torch"])
def test_generator_of_the_judge_moves_on_with_the_answers_draws_and_one_of_the_student_is_no_data(make):
    judge, student = ends()
    mine = make()
    (theirs,) = send(judge, student, mine)
    draw = (lambda g: g.random()) if make is np.random.default_rng else lambda g: torch.rand(1, generator=g)
    draw(theirs)
    assert send(student, judge) == [] and draw(mine) == draw(theirs)
    send(judge, student)
    assert draw(mine) == draw(theirs)
    assert type(through(make())).__name__ == "Generator" and not isinstance(through(make()), type(mine))


def test_state_of_a_twister_is_never_read_from_the_student():
    judge, student = ends()
    mine, twister = np.random.default_rng(0), np.random.Generator(np.random.MT19937(0))
    (theirs,) = send(judge, student, mine)
    assert type(theirs) is np.random.Generator
    assert type(send(student, judge, twister)[0]) is not np.random.Generator
    before = str(mine.bit_generator.state)
    for kind in ("MT19937", "torch"):
        with pytest.raises(Broken):
            judge.decode([[0, ["generator", kind, {"state": {"key": [0] * 624, "pos": 10**9}}]]], b"")
    assert str(mine.bit_generator.state) == before


def test_array_cannot_be_read_beyond_its_memory():
    judge, student = ends()
    slots, nodes, blob, _ = student.encode(np.arange(8.0)[2:4])
    for place, value in ((5, 64), (5, -8), (4, [64]), (4, [-32]), (3, [7]), (2, "|b1"), (3, [2**60])):
        bad = json.loads(json.dumps(nodes))
        (view,) = [node for _, node in bad if node[0] == "view"]
        view[place] = value
        with pytest.raises(Broken):
            ends()[0].decode(bad, blob)
    judge.decode(nodes, blob)
    assert judge.value(slots[0]).tolist() == [2, 3]


def test_object_that_is_no_data_says_its_type_and_fails_as_it_would():
    def numbers():
        yield 1

    got = through(numbers())
    assert type(got).__name__ == "generator" and isinstance(got, Iterator) and not hasattr(got, "shape")
    with pytest.raises(TypeError, match="has no len"):
        len(got)
    with pytest.raises(AskInProbe, match="__next__"):
        next(got)
    function = through(numbers)
    assert callable(function) and function.__name__ == "numbers"


@pytest.mark.parametrize(
    "node", [["Fraction", "1e999999999"], ["Fraction", "1/0"], ["Decimal", 1], ["int", "0x"], ["float", "00"]]
)
def test_number_that_its_text_does_not_hold_is_refused(node):
    with pytest.raises(Broken):
        ends()[0].decode([[1, node]], b"")
