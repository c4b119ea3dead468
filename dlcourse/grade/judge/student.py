"""The student process: runs the student's cells; a fork of it per test cell answers the judge."""

import os
import signal
import socket
import traceback
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from dlcourse.check.unchanged import parameters
from dlcourse.grade.judge.cells import Cells, error_output
from dlcourse.grade.judge.codec import Decoder, Encoder
from dlcourse.grade.judge.probe import SPECIAL
from dlcourse.grade.sandbox.wire import MOST_BYTES, Broken, Ended, Wire
from dlcourse.grade.unattended import unattended


def serve(main: Wire, cells: Cells, most: int) -> None:
    """Do what the judge says until it hangs up: run a cell, or fork and answer for one test cell."""
    unattended(cells.namespace)
    main.send({"pid": os.getpid()})
    forks: list[int] = []
    while True:
        try:
            message, _ = main.receive()
        except Ended:
            return
        forks = [pid for pid in forks if os.waitpid(pid, os.WNOHANG)[0] == 0]
        if message["do"] == "run":
            main.send(_ran(cells, message["source"], most))
        elif message["do"] == "fork":
            _, (end, *_), _, _ = socket.recv_fds(main.sock, 1, 1)
            if pid := os.fork():
                forks.append(pid)
                os.close(end)
                main.send({"forked": True})
            else:
                main.sock.close()
                _answer(Wire(socket.socket(fileno=end)), cells, most)


def _ran(cells: Cells, source: str, most: int) -> dict:
    outputs, error = cells.run(source, most)
    cells.show()
    return {"outputs": [*outputs, *([error_output(error)] if error else [])], "failed": error is not None}


def _answer(wire: Wire, cells: Cells, most: int) -> None:
    """The life of a fork: the names as they are now, for the calls of one test cell, one after another."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        wire.send({"pid": os.getpid()})
        while True:
            message, blob = wire.receive()
            cells.outputs.left = most
            if message["op"] == "run":  # a cell that asked to be judged in-process
                reply, data = _ran(cells, message["source"], most), b""
            else:
                reply, data = _reply(_OPERATIONS[message["op"]], message, blob, cells.namespace)
            wire.send(reply, data)
    except BaseException:
        os._exit(1)  # the judge sees the channel close; nothing may run on in a fork


def _reply(operation: Callable, message: dict, blob: bytes, names: dict[str, Any]) -> tuple[dict, bytes]:
    try:
        reply, data = operation(message, blob, names)
        if len(data) > MOST_BYTES:
            raise ValueError(f"a result of {len(data) >> 20} MB is too much for one test")
        return reply, data
    except (Ended, Broken):
        raise
    except BaseException as error:
        return {"error": _described(error)}, b""


def _names(message: dict, blob: bytes, names: dict[str, Any]) -> tuple[dict, bytes]:
    return {"names": [name for name in message["names"] if name in names]}, b""


def _call(message: dict, blob: bytes, names: dict[str, Any]) -> tuple[dict, bytes]:
    decoder = _decoder(message, blob)
    args, options = decoder.value(message["args"]), decoder.value(message["options"])
    function = names[message["name"]]
    result = function(*args, **options)
    encoder = Encoder(_opaque, bases=True)
    look = message["look"]
    reply = {
        "result": encoder.value(result),
        "args": encoder.value(args if look else []),
        "options": encoder.value(options if look else {}),
        "called": str(getattr(function, "__name__", "result")) if look else "",
        "parameters": parameters(function) if look else [],
    }
    return {**reply, "nodes": encoder.nodes}, bytes(encoder.blob)


def _define(message: dict, blob: bytes, names: dict[str, Any]) -> tuple[dict, bytes]:
    decoder = _decoder(message, blob)
    for line in message["imports"]:
        exec(line, names)
    exec(compile(message["source"], "<probe>", "exec"), names)
    function = names[message["name"]]
    defaults = decoder.value(message["defaults"])
    function.__defaults__ = None if defaults is None else tuple(defaults)
    function.__kwdefaults__ = decoder.value(message["keywords"])
    return _nothing()


def _nothing() -> tuple[dict, bytes]:
    encoder = Encoder(_opaque)
    parts = {"result": None, "args": encoder.value([]), "options": encoder.value({})}
    return {**parts, "called": "", "parameters": [], "nodes": encoder.nodes}, b""


_OPERATIONS: dict[str, Callable] = {"names": _names, "call": _call, "define": _define}


def _decoder(message: dict, blob: bytes) -> Decoder:
    return Decoder(message["nodes"], blob, _from_the_judge)


def _from_the_judge(node: list) -> Any:
    """A function or class of a library, or a generator: what the judge alone may send."""
    tag, *rest = node
    if tag == "library":
        found: Any = __import__(rest[0], fromlist=["_"])
        for part in rest[1].split("."):
            found = getattr(found, part)
        return found
    if tag == "torch.generator":
        made = torch.Generator()
        made.set_state(torch.tensor(rest[0], dtype=torch.uint8))
        return made
    bits = getattr(np.random, rest[0])()
    bits.state = _arrays(rest[1])
    return np.random.Generator(bits)


def _arrays(state: Any) -> Any:
    if isinstance(state, dict):
        return {key: _arrays(value) for key, value in state.items()}
    return np.array(state, np.uint64) if isinstance(state, list) else state


def _opaque(value: Any) -> list:
    """What the judge is told of an object that is no data."""
    kind = type(value)
    special = [
        name
        for name in SPECIAL
        if getattr(kind, name, None) is not None and getattr(kind, name) is not getattr(object, name, None)
    ]
    name = kind.__name__
    attributes = [one for one in dir(value) if isinstance(one, str)][:2000]
    if callable(value) and isinstance(getattr(value, "__name__", None), str):
        name, attributes = f"function {value.__name__}", [*attributes, "__name__"]
    try:
        text = repr(value)[:500]
    except Exception:
        text = f"<{kind.__name__} object>"
    return ["opaque", name[:150], special, attributes, text]


def _described(error: BaseException) -> dict:
    try:
        text = str(error)
    except Exception as worse:
        text = f"its message cannot be read: {type(worse).__name__}"
    lines = traceback.format_exception(type(error), error, _own(error.__traceback__), limit=20, chain=False)
    kinds = [kind.__name__ for kind in type(error).__mro__][:50]
    return {"kinds": kinds, "text": text[:8000], "traceback": "".join(lines)[-8000:]}


def _own(tb: Any) -> Any:
    """A traceback from the first frame of a notebook cell on, if it has one."""
    first = tb
    while first is not None and "/dlcourse/" in first.tb_frame.f_code.co_filename:
        first = first.tb_next
    return first or tb
