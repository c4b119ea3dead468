"""The student process: runs the student's cells; a fork of it per test cell answers the judge."""

import os
import signal
import socket
import traceback
from contextlib import suppress
from typing import Any

from dlcourse.check.unchanged import parameters
from dlcourse.grade.judge import seeds
from dlcourse.grade.judge.cells import Cells, error_output, text_of
from dlcourse.grade.judge.codec import Table
from dlcourse.grade.judge.probe import SPECIAL
from dlcourse.grade.judge.state import digest
from dlcourse.grade.sandbox.wire import Ended, Wire
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
            if message["stay"]:
                main.send({"forked": False})
                with seeds.undrawn(), suppress(Ended):
                    _answer(Wire(socket.socket(fileno=end)), cells, most)
            elif pid := os.fork():
                forks.append(pid)
                os.close(end)
                main.send({"forked": True})
            else:
                main.sock.close()
                try:
                    _answer(Wire(socket.socket(fileno=end)), cells, most)
                finally:
                    os._exit(1)  # the judge sees the channel close; nothing may run on in a fork


def _ran(cells: Cells, source: str, most: int) -> dict:
    outputs, error = cells.run(source, most)
    cells.show()
    return {"outputs": [*outputs, *([error_output(error)] if error else [])], "failed": error is not None}


def _answer(wire: Wire, cells: Cells, most: int) -> None:
    """Answer the calls of one test cell, one after another, with the names as they are now."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    table = Table(1, _opaque, _from_the_judge, bases=True)
    kept = {n: v for n, v in cells.namespace.items() if n[:1] != "_" and n not in cells.given}
    before = digest(kept)
    wire.send({"pid": os.getpid()})
    while True:
        message, blob = wire.receive()
        cells.outputs.left = most
        if message["op"] == "run":  # a cell that asked to be judged in-process
            wire.send(_ran(cells, message["source"], most))
        elif message["op"] == "kept":
            kept = {name: cells.namespace.get(name) for name in kept}
            wire.send({"changed": digest(kept) != before})
        elif message["op"] == "names":
            names = cells.namespace
            slots, nodes, data, _ = table.encode(*(names.get(name) for name in message["data"]))
            there = [name for name in message["names"] if name in names]
            table.classes = {name: names.get(name) for name in message["enums"]}
            wire.send({"names": there, "data": slots, "nodes": nodes}, data)
        elif message["op"] == "parameters":
            called, found = parameters(cells.namespace[message["name"]])
            wire.send({"called": called, "parameters": found})
        else:
            wire.send(*_reply(message, blob, cells.namespace, table))


def _reply(message: dict, blob: bytes, names: dict[str, Any], table: Table) -> tuple[dict, bytes]:
    """Call or define a function; what came of it, and what is no more as the judge knows it."""
    table.drop(message["released"])
    if message["copies"]:
        table.forget()
    table.decode(message["nodes"], blob)
    args = [table.value(slot) for slot in message["args"]]
    options = {name: table.value(slot) for name, slot in message["options"].items()}
    seeds.put(table.value(message["seeds"]) or {})
    before = seeds.states()
    called: Any = names.get(message["name"])
    hidden = {name: names.pop(name) for name in message.get("hidden", ()) if name in names}
    result, error = None, None
    try:
        if message["op"] == "call":
            result = called(*args, **options)
        else:
            _define(message, names, *args)
    except BaseException as raised:
        error = raised
    names.update({name: value for name, value in hidden.items() if name not in names})
    if message["copies"]:
        table.forget()
    now = seeds.states()
    drew = {name: now[name] for name in message["shared"] if now[name] != before[name]}
    told: dict[str, Any] = {}
    if error is None:
        try:
            (slot, states), nodes, data, _ = table.encode(result, drew)
            return {"drew": states, "result": slot, "nodes": nodes}, data
        except BaseException as raised:
            error = raised
    if isinstance(error, NameError) and error.name in hidden:
        told["missed"] = error.name
    try:
        (args, attributes, states), nodes, data, _ = table.encode(error.args, vars(error), drew)
    except BaseException:
        (args, attributes, states), nodes, data, _ = table.encode(None, None, drew)
    return {
        **told,
        "drew": states,
        "error": {**_described(error), "args": args, "vars": attributes},
        "nodes": nodes,
    }, data


def _define(message: dict, names: dict[str, Any], defaults: Any, keywords: Any) -> None:
    for line in message["imports"]:
        exec(line, names)
    exec(compile(message["source"], "<probe>", "exec"), names)
    function = names[message["name"]]
    function.__defaults__, function.__kwdefaults__ = defaults, keywords


def _from_the_judge(node: list) -> Any:
    """A function or class of a library, which the judge alone may send."""
    _, module, name = node
    found: Any = __import__(module, fromlist=["_"])
    for part in name.split("."):
        found = getattr(found, part)
    return found


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
    lines = traceback.format_exception(type(error), error, _own(error.__traceback__), limit=20, chain=False)
    kinds = [kind.__name__ for kind in type(error).__mro__][:50]
    return {"kinds": kinds, "text": text_of(error), "traceback": "".join(lines)[-8000:]}


def _own(tb: Any) -> Any:
    """A traceback from the first frame of a notebook cell on, if it has one."""
    first = tb
    while first is not None and "/dlcourse/" in first.tb_frame.f_code.co_filename:
        first = first.tb_next
    return first or tb
