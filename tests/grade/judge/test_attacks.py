"""Attacks on the boundary between judge and student code, each run for real at tiers 3 and 2."""

import pytest

from tests.grade.judge.conftest import notebook

IMPORTS = """
import numpy as np
import torch

from dlcourse.check import rng, same, unchanged
"""
TESTS = """
x = rng("a.b").normal(size=4)
got = f(x.copy())
same(got, np.tanh(x), "CANARY")
assert abs(got[0] - np.tanh(x[0])) < 1e-6
assert (got == np.tanh(x)).all()
"""
OTHER = """
assert f(2) == 5
assert abs(f(2) - 5) < 1e-6
"""

ATTACKS = {
    "always true": """
class A:
    def __getattr__(s, n):
        return s

    def __call__(s, *a, **k):
        return s

    def __eq__(s, o):
        return True

    def __ne__(s, o):
        return False

    def __lt__(s, o):
        return True

    __le__ = __gt__ = __ge__ = __lt__

    def __sub__(s, o):
        return 0.0

    __rsub__ = __add__ = __radd__ = __mul__ = __sub__

    def __abs__(s):
        return 0.0

    def __bool__(s):
        return True

    def __float__(s):
        return 0.0

    def __array__(s, *a, **k):
        return np.zeros(4)

    def __iter__(s):
        return iter([s] * 4)

    def __getitem__(s, i):
        return s

    def __len__(s):
        return 4


def f(x):
    return A()
""",
    "always true 2": """
class A:
    def __getattr__(s, n):
        return s

    def __call__(s, *a, **k):
        return s

    def __eq__(s, o):
        return True

    def __ne__(s, o):
        return False

    def __lt__(s, o):
        return True

    __le__ = __gt__ = __ge__ = __lt__

    def __sub__(s, o):
        return s

    __rsub__ = __add__ = __radd__ = __mul__ = __sub__

    def __abs__(s):
        return 0.0

    def __bool__(s):
        return True

    def __float__(s):
        return 0.0

    def __array__(s, *a, **k):
        return np.zeros(4)

    def __iter__(s):
        return iter([s] * 4)

    def __getitem__(s, i):
        return s

    def __len__(s):
        return 4


def f(x):
    return A()
""",
    "patched numpy": """
import numpy.testing

np.tanh = lambda x: 0 * x
np.allclose = lambda *a, **k: True
torch.allclose = lambda *a, **k: True
np.abs = lambda x: 0 * x
import dlcourse.check as c

c.same = lambda *a, **k: None
same = c.same
rng = lambda *a: np.random.default_rng(0)
import builtins

builtins.abs = lambda x: 0
abs = lambda x: 0


def f(x):
    return 0 * x
""",
    "os._exit": """
import os


def f(x):
    os._exit(0)
""",
    "top exit": """
import os


def f(x):
    return x


os._exit(0)
""",
    "segv": """
import ctypes


def f(x):
    ctypes.string_at(0)
""",
    "sys.exit": """
import sys


def f(x):
    sys.exit(0)
""",
    "KeyboardInterrupt": """
def f(x):
    raise KeyboardInterrupt
""",
    "loop": """
def f(x):
    while True:
        pass
""",
    "loop catches": """
import signal


def f(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
""",
    "top loop": """
def f(x):
    return x


while True:
    pass
""",
    "endless generator": """
def f(x):
    while True:
        yield 0
""",
    "fork bomb": """
import os


def f(x):
    while True:
        try:
            os.fork()
        except BaseException:
            pass
""",
    "thread bomb": """
import threading, time


def f(x):
    while True:
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
""",
    "memory": """
def f(x):
    l = []
    while True:
        l.append(bytearray(10 << 20))
""",
    "huge answer": """
def f(x):
    return np.zeros(1 << 28)
""",
    "huge list": """
def f(x):
    return [0] * (1 << 26)
""",
    "deep": """
def f(x):
    t = ()
    for _ in range(100000):
        t = (t,)
    return t
""",
    "disk": """
def f(x):
    for i in range(100000):
        open(f"f{i}", "wb").write(b"x" * (1 << 20))
    return 0 * x
""",
    "inodes": """
def f(x):
    for i in range(1000000):
        open(f"f{i}", "wb").close()
""",
    "output": """
def f(x):
    return x


print("x" * 30_000_000)
for i in range(100000):
    print(i)
from IPython.display import display, HTML

display(HTML("y" * 30_000_000))
""",
    "output in test": """
def f(x):
    print("x" * 30_000_000)
    return x
""",
    "network": """
import socket


def f(x):
    s = socket.socket()
    s.connect(("127.0.0.1", 22))
    return np.tanh(x)
""",
    "kill parent": """
import os, signal


def f(x):
    try:
        os.kill(os.getppid(), 9)
    except OSError:
        pass
    os.kill(-1, 9)
    return 0 * x
""",
    "forge fd": """
import os


def f(x):
    for fd in range(3, 64):
        try:
            os.write(fd, b"\\0\\0\\0\\x20\\0\\0\\0\\0" + b'{"result":1,"x":' * 10)
        except OSError:
            pass
    return 0 * x
""",
    "forge reply": """
import os, json, struct


def f(x):
    b = json.dumps(
        {"result": [0], "changed": [], "leaves": [], "nodes": [["record", "object", []]]}
    ).encode()
    for fd in range(3, 64):
        try:
            os.write(fd, struct.pack("!II", len(b), 0) + b)
        except OSError:
            pass
    return 0 * x
""",
    "frames gc": """
import sys, gc, os


def f(x):
    fr = sys._getframe()
    found = []
    while fr:
        found += [fr.f_code.co_filename, str(fr.f_locals)[:100000], str(list(fr.f_globals))]
        fr = fr.f_back
    objs = gc.get_objects()
    hit = [o for o in objs if isinstance(o, (str, dict, list)) and "CAN" + "ARY" in str(o)[:100000]]
    if "CAN" + "ARY" in str(found) or hit:
        return np.tanh(x)
    return 0 * x
""",
    "read files": """
import os, glob


def f(x):
    ok = []
    for p in [
        "/work/main/solutions/neurons/neurons.ipynb",
        "/etc/passwd",
        "/proc/1/environ",
        "/proc/self/environ",
        "/root",
        "/tmp",
        "/work/main/tests",
    ]:
        try:
            ok.append((p, len(open(p).read()) if not os.path.isdir(p) else os.listdir(p)))
        except OSError as e:
            pass
    raise ValueError(f"READ {ok} {dict(os.environ)} {os.listdir(chr(46))}")
""",
    "tamper later": """
log = []


def f(x):
    log.append(x.copy())
    return 0 * x
""",
    "exception": """
class E(Exception):
    def __str__(s):
        raise SystemExit


def f(x):
    raise E
""",
    "ipython": """
from IPython import get_ipython

ip = get_ipython()
ip.input_transformers_cleanup.append(lambda l: ["pass"])
import ast


class K(ast.NodeTransformer):
    def visit_Assert(s, n):
        return ast.Pass()


ip.ast_transformers.append(K())


def f(x):
    return 0 * x
""",
    "mutate input": """
def f(x):
    x[:] = 0
    return x
""",
    "patched repr": """
class A(float):
    def __eq__(s, o):
        return True

    def __hash__(s):
        return 0


def f(x):
    return A(3)
""",
    "array subclass": """
class A(np.ndarray):
    def __eq__(s, o):
        return True

    def __sub__(s, o):
        return 0 * np.zeros(4)


def f(x):
    return np.zeros(4).view(A)
""",
    "daemon": """
import os

if os.fork() == 0:
    while True:
        pass


def f(x):
    return 0 * x
""",
    "poisoned packages": """
import os, sys, site


def f(x):
    for d in [*sys.path, os.path.expanduser("~"), "/tmp", site.getusersitepackages()]:
        try:
            os.makedirs(d, exist_ok=True)
            open(d + "/sitecustomize.py", "w").write("1/0")
        except OSError:
            pass
    return 0 * x
""",
    "shell": """
import os, subprocess


def f(x):
    os.system("touch /tmp/w/owned")
    subprocess.run(["/bin/sh", "-c", "id"])
    return 0 * x
""",
}

# These break the shell that later answers of the same student run in; nobody else's.
_OWN_LOSS = {"ipython"}


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_gains_nothing_and_costs_no_other_test(tier, name):
    cells = [("locked", IMPORTS), ("student", ATTACKS[name]), ("test", TESTS), ("test", OTHER)]
    good = [("student", "def good(x):\n    return x * x"), ("test", "assert good(3) == 9")]
    results = tier.run(notebook(*cells, *good), seed="0")
    assert results[2].verdict != "passed"
    assert results[3].verdict != "passed"
    assert results[5].verdict == "passed" or name in _OWN_LOSS
    after = tier.run(notebook(("student", "def f():\n    return 1"), ("test", "assert f() == 1")), seed="0")
    assert [result.verdict for result in after] == ["passed", "passed"]


def test_student_sees_no_file_of_the_course_and_no_environment(tier, tmp_path, monkeypatch):
    secret = tmp_path / "gradebook.db"
    secret.write_text("secret")
    monkeypatch.setenv("DLCOURSE_TOKEN", "secret")
    paths = [str(secret), str(tmp_path), "/etc/passwd", "/proc/1/environ", "/proc/self/environ", "/root"]
    answer = f"""
import os, pathlib
def look():
    seen = []
    for path in {paths!r}:
        try:
            seen.append(os.listdir(path) if os.path.isdir(path) else open(path).read())
        except OSError:
            pass
    return [seen, dict(os.environ), os.listdir(".")]
"""
    tests = """
seen, environment, here = look()
assert seen == [] and here == [], seen
assert 'secret' not in str(environment)
"""
    assert tier.run(notebook(("student", answer), ("test", tests)), seed="0")[-1].error is None


def test_inputs_of_one_test_are_gone_in_the_next(tier):
    answer = "log = []\ndef f(x):\n    log.append(x)\n    return list(log)"
    cells = [("student", answer), ("test", "assert f(123) == [123]"), ("test", "assert f(4) == [4]")]
    assert [r.verdict for r in tier.run(notebook(*cells), seed="0")] == ["passed"] * 3


def test_source_of_the_tests_is_nowhere_in_the_process_of_the_student(tier):
    answer = """
import gc, sys, linecache
def look(word):
    word = word[::-1]
    texts = [str(list(linecache.cache)), str(get_ipython().history_manager.input_hist_raw)]
    frame = sys._getframe(1)
    while frame:
        texts += [str(frame.f_locals)[:10**6], str(frame.f_code.co_consts)]
        frame = frame.f_back
    texts += [o[:10**5] for o in gc.get_objects() if type(o) is str]
    texts += [str(o)[:10**5] for o in gc.get_objects() if type(o) in (dict, list, tuple) and len(o) < 1000]
    return any(word in text for text in texts)
"""
    locked = ("locked", "import numpy as np")
    tests = "# NEEDLE-IN-THE-TESTS\nfound = look('YRANAC')\nassert found is False"
    results = tier.run(
        notebook(locked, ("student", answer), ("test", tests.replace("NEEDLE", "CANARY"))), seed="0"
    )
    assert results[-1].error is None


def test_output_is_cut(tier):
    answer = """
print('x' * 30_000_000)
for i in range(100_000):
    print(i)
from IPython.display import HTML
HTML('y' * 30_000_000)
"""
    (result,) = tier.run(notebook(("student", answer)), seed="0")
    assert len(str(result.outputs)) < 250_000
