"""Whether the calls of a test have changed what an answer keeps: globals, default arguments, attributes."""

import collections
import functools
import hashlib
import types
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

_MOST_VALUES, _MOST_BYTES = 20_000, 8 << 20
_SCALARS = (type(None), bool, int, float, complex, str, bytes)
_CACHED = type(functools.cache(len))
_PLACES = (list, tuple, set, frozenset, collections.deque)


def digest(names: Mapping[str, Any]) -> bytes:
    """A digest of what can be reached from some names, without modules; equal if nothing changed.

    It holds for one process and for as long as all that it has seen is alive.
    """
    found, seen, left = hashlib.blake2b(digest_size=16), dict[int, Any](), _MOST_BYTES
    waiting: list[Any] = [*names, *names.values()]
    while waiting and len(seen) < _MOST_VALUES and left > 0:
        value = waiting.pop()
        kind = type(value)
        said = repr(value).encode() if kind in _SCALARS else b"%d" % id(value)
        if kind not in _SCALARS and id(value) not in seen:
            seen[id(value)] = value
            if isinstance(value, np.ndarray) and value.dtype.kind != "O":
                said = value.tobytes()
            elif isinstance(value, torch.Tensor):
                said = repr(value.grad is None).encode() + value.detach().numpy().tobytes()
            elif isinstance(value, np.random.Generator):
                said = repr(value.bit_generator.state).encode()
            elif kind.__module__ == "itertools":
                said = repr(value).encode()
            elif isinstance(value, _CACHED):
                said = repr(value.cache_info()).encode()
                waiting += [value.__wrapped__, value.__dict__]
            elif isinstance(value, types.MethodType):
                waiting += [value.__self__, value.__func__]
            elif isinstance(value, types.GeneratorType) and value.gi_frame:
                said = b"%d" % value.gi_frame.f_lasti
                waiting += value.gi_frame.f_locals.values()
            elif isinstance(value, _PLACES):
                waiting += value
            elif isinstance(value, dict):
                waiting += [*value, *value.values()]
            elif isinstance(value, types.FunctionType):
                waiting += [
                    cell.cell_contents for cell in value.__closure__ or () if cell != types.CellType()
                ]
                waiting += [value.__defaults__, value.__kwdefaults__, value.__dict__]
            elif "__main__" in (kind.__module__, getattr(value, "__module__", None)):
                waiting += [part for pair in getattr(value, "__dict__", {}).items() for part in pair]
        left -= len(said)
        found.update(b"%d:" % len(said) + said)
    return found.digest()
