"""What crosses the channel comes out equal; whatever else comes in is refused, and does nothing else."""

import contextlib
import json
import socket
import struct

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.grade.judge.court import JudgeLink, Lost
from dlcourse.grade.judge.data import Decoder, Encoder
from dlcourse.grade.judge.link import _rebuilt
from dlcourse.grade.judge.wire import Broken, Ended, Wire

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


def link() -> JudgeLink:
    return JudgeLink(Wire(socket.socketpair()[0]), {}, set())


def through(value: object) -> object:
    encoder = Encoder(link())
    slot = encoder.value(value)
    nodes = json.loads(json.dumps(encoder.nodes))
    return Decoder(nodes, bytes(encoder.blob), link()).value(json.loads(json.dumps(slot)))


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
    "list tuple set dict array number tensor int complex bytes slice range dtype torch.dtype device size "
    "generator torch.generator deque type namedtuple record known leaf node yours mine arg library module"
)
TAGS = st.sampled_from(WORDS.split(" "))
NODES = st.lists(
    st.builds(lambda tag, rest: [tag, *rest], TAGS, st.lists(JSON | st.just([0]) | st.just([1]), max_size=6)),
    max_size=6,
)


@settings(max_examples=600, deadline=None)
@given(NODES | JSON, st.binary(max_size=64), JSON)
def test_no_table_of_nodes_does_more_than_be_refused(nodes, blob, slot):
    with contextlib.suppress(Broken):
        Decoder(nodes, blob, link(), [1, [2]]).value(slot)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["op", "args", "result", "changed", "leaves", "nodes", "error", "drew"]), JSON | NODES
    ),
    st.binary(max_size=40),
)
def test_no_message_does_more_than_be_refused_or_raise_for_the_test(message, blob):
    ours, theirs = socket.socketpair()
    judge = JudgeLink(Wire(ours), {}, set())
    Wire(theirs).send(message, blob)
    theirs.shutdown(socket.SHUT_WR)
    with ours, theirs, contextlib.suppress(Lost, Exception):
        judge.request("name", "f")
    assert judge.lost is None or judge.lost.verdict == "crashed"
    with pytest.raises(Lost):  # nothing more comes from there, and a test cannot catch that
        judge.request("name", "f")


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


@pytest.mark.parametrize("kind", ["SystemExit", "KeyboardInterrupt", "Lost", "Broken", "eval", "__import__"])
def test_exception_of_an_unknown_kind_becomes_a_runtime_error(kind):
    made = _rebuilt({"kinds": [kind, "BaseException"], "text": "x", "traceback": ""})
    assert type(made) is RuntimeError and str(made) == f"{kind}: x"


def test_every_builtin_exception_can_be_rebuilt():
    import builtins

    for kind in vars(builtins).values():
        if isinstance(kind, type) and issubclass(kind, Exception):
            made = _rebuilt({"kinds": [kind.__name__], "text": "x", "traceback": ""})
            assert issubclass(kind, type(made)) or type(made) is RuntimeError
