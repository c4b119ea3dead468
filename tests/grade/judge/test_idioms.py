"""Test cells as authors write them: each works judged as it would beside the student's code."""

import pytest

IMPORTS = """
import copy
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from dlcourse.check import claim, rng, same, unchanged


class Given(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.layer = nn.Linear(n, 1)

    def forward(self, x):
        return self.layer(x)


class Node:
    def __init__(self, next):
        self.next = next
"""

CASES = {
    "function": (
        """
def f(x):
    return x * 2
""",
        """
assert f(3) == 6 and f(np.arange(3)).tolist() == [0, 2, 4]
""",
    ),
    "class": (
        """
class Layer:
    def __init__(s, n):
        s.W = np.ones((n, 2))
        s.name = "l"

    def forward(s, X):
        s.X = X
        return X @ s.W

    def backward(s, G):
        s.dW = s.X.T @ G
        return G @ s.W.T
""",
        """
l = Layer(3)
assert type(l).__name__ == "Layer" and isinstance(l, Layer)
X = np.ones((4, 3))
same(l.forward(X), np.full((4, 2), 3.0))
l.backward(np.ones((4, 2)))
same(l.dW, np.full((3, 2), 4.0))
l.W -= 0.1 * l.dW
same(l.W, np.full((3, 2), 0.6))
assert np.allclose(l.X, X)
""",
    ),
    "module": (
        """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)
        self.register_buffer("n", torch.zeros(()))

    def forward(self, x):
        return self.fc(x)
""",
        """
torch.manual_seed(0)
net = Net()
assert isinstance(net, nn.Module) and isinstance(net.fc, nn.Module)
assert sum(p.numel() for p in net.parameters()) == 8
assert [n for n, _ in net.named_parameters()] == ["fc.weight", "fc.bias"]
assert isinstance(net.fc.weight, nn.Parameter) and net.fc.weight is list(net.parameters())[0]
X = torch.randn(5, 3)
y = torch.randint(0, 2, (5,))
opt = torch.optim.SGD(net.parameters(), lr=0.5)
first = None
for _ in range(20):
    loss = nn.functional.cross_entropy(net(X), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
    first = first or loss.item()
assert loss.item() < 0.7 * first, (first, loss.item())
ref = nn.Linear(3, 2)
ref.load_state_dict(net.fc.state_dict())
same(net(X), ref(X))
assert net.training
net.eval()
assert not net.training
assert len(list(net.modules())) == 2
assert set(net.state_dict()) == {"fc.weight", "fc.bias", "n"}
assert issubclass(Net, nn.Module)
with torch.no_grad():
    out = net(X)
assert not out.requires_grad
twin = copy.deepcopy(net)
twin.fc.weight.data.zero_()
assert twin(X).abs().sum() < 100 and net.fc.weight.abs().sum() > 0
net.load_state_dict(twin.state_dict())
same(net.fc.weight, torch.zeros(2, 3))
""",
    ),
    "generator": (
        """
def batches(X, n):
    for i in range(0, len(X), n):
        yield X[i : i + n]


def count():
    i = 0
    while True:
        yield i
        i += 1
""",
        """
bs = list(batches(np.arange(10), 4))
assert [len(b) for b in bs] == [4, 4, 2]
from itertools import islice

assert list(islice(count(), 3)) == [0, 1, 2]
g = count()
assert next(g) == 0 and next(g) == 1
from collections.abc import Iterator

assert isinstance(g, Iterator)
""",
    ),
    "inplace": (
        """
def double(x):
    x *= 2


def sort_(l):
    l.sort()


def put(d):
    d["a"] = 1
""",
        """
x = np.ones(3)
double(x)
same(x, [2, 2, 2])
t = torch.ones(3)
double(t)
same(t, [2, 2, 2])
l = [3, 1, 2]
sort_(l)
assert l == [1, 2, 3]
d = {}
put(d)
assert d == {"a": 1}
try:
    unchanged(double, np.ones(2))
    raise SystemError
except AssertionError as e:
    assert "`x`" in str(e), e
""",
    ),
    "gradient": (
        """
def softplus(x):
    return torch.log1p(torch.exp(x))
""",
        """
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = softplus(x)
assert y.requires_grad
y.sum().backward()
same(x.grad, torch.sigmoid(x.detach()))
z = torch.randn(3, requires_grad=True)
w = z * 2
(g,) = torch.autograd.grad(softplus(w).sum(), z)
same(g, 2 * torch.sigmoid(2 * z.detach()))
(g2,) = torch.autograd.grad(softplus(w).sum(), w)
same(g2, torch.sigmoid(w.detach()))
assert torch.autograd.gradcheck(softplus, torch.randn(3, dtype=torch.float64, requires_grad=True))
""",
    ),
    "optimizer class": (
        """
class SGD:
    def __init__(s, params, lr):
        s.params = list(params)
        s.lr = lr

    def step(s):
        with torch.no_grad():
            for p in s.params:
                p -= s.lr * p.grad

    def zero_grad(s):
        for p in s.params:
            p.grad = None
""",
        """
w = torch.ones(2, requires_grad=True)
opt = SGD([w], lr=0.1)
(w**2).sum().backward()
opt.step()
same(w, [0.8, 0.8])
opt.zero_grad()
assert w.grad is None
net = nn.Linear(2, 1)
o = SGD(net.parameters(), 0.1)
net(torch.ones(1, 2)).sum().backward()
b = net.bias.detach().clone()
o.step()
same(net.bias, b - 0.1)
""",
    ),
    "student trains given module": (
        """
def train(model, X, y, epochs):
    opt = torch.optim.SGD(model.parameters(), lr=0.1)
    model.train()
    losses = []
    for _ in range(epochs):
        loss = ((model(X) - y) ** 2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        losses.append(loss.item())
    return losses
""",
        """
torch.manual_seed(0)
m = nn.Sequential(nn.Linear(2, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 1))
X = torch.randn(16, 2)
y = X.sum(1, keepdim=True)
before = m[0].weight.detach().clone()
L = train(m, X, y, 10)
assert len(L) == 10 and L[-1] < L[0]
assert not torch.equal(before, m[0].weight)
assert m[1].running_mean.abs().sum() > 0 and m[1].num_batches_tracked == 10
after = ((m(X) - y) ** 2).mean().item()
assert after < L[-1]
""",
    ),
    "given module and optimizer": (
        """def train(model, optimizer, X, y, epochs):
    losses = []
    for _ in range(epochs):
        loss = ((model(X) - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses""",
        """torch.manual_seed(0)
X = torch.randn(16, 2)
y = X.sum(1, keepdim=True)
runs = []
for function in (train, None):
    torch.manual_seed(1)
    model = Given(2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    losses = []
    for _ in range(3):
        if function:
            losses += function(model, optimizer, X, y, 2)
        else:
            for _ in range(2):
                loss = ((model(X) - y) ** 2).mean()
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
    runs.append((losses, model.layer.weight))
same(runs[0][0], runs[1][0], "losses")
same(runs[0][1], runs[1][1], "weights")""",
    ),
    "callbacks": (
        """
def apply(f, x):
    return f(f(x))


def numgrad(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)


def descend(f, w, n):
    for _ in range(n):
        w = w.detach().requires_grad_()
        f(w).backward()
        w = w - 0.1 * w.grad
    return w.detach()


def adder(n):
    return lambda x: x + n
""",
        """
assert apply(lambda x: x + 1, 0) == 2
same(numgrad(np.tanh, 0.0), 1.0, rtol=1e-6)
same(numgrad(lambda v: v**2, 3.0), 6.0, rtol=1e-6)
w = descend(lambda w: ((w - 3) ** 2).sum(), torch.zeros(2), 50)
same(w, [3.0, 3.0], atol=1e-3)
assert adder(2)(3) == 5
calls = []
apply(lambda x: calls.append(x) or x, 1)
assert calls == [1, 1]
""",
    ),
    "dataclass": (
        """
@dataclass
class P:
    x: float
    y: float = 0.0

    def norm(self):
        return (self.x**2 + self.y**2) ** 0.5
""",
        """
p = P(3, 4.0)
assert p.norm() == 5 and p == P(3, 4.0) and p != P(1) and repr(p) == "P(x=3, y=4.0)"
assert f"{p}".startswith("P(")
p.x = 6
assert p.x == 6
""",
    ),
    "operators": (
        """
class V:
    def __init__(s, *a):
        s.a = a

    def __add__(s, o):
        return V(*(p + q for p, q in zip(s.a, o.a)))

    def __mul__(s, k):
        return V(*(k * p for p in s.a))

    __rmul__ = __mul__

    def __neg__(s):
        return -1 * s

    def __eq__(s, o):
        return isinstance(o, V) and s.a == o.a

    def __len__(s):
        return len(s.a)

    def __getitem__(s, i):
        return s.a[i]

    def __lt__(s, o):
        return s.a < o.a

    def __abs__(s):
        return sum(x * x for x in s.a) ** 0.5

    def __bool__(s):
        return any(s.a)
""",
        """
a, b = V(1, 2), V(3, 4)
assert a + b == V(4, 6) and a * 2 == V(2, 4) and 2 * a == V(2, 4) and -a == V(-1, -2)
assert len(a) == 2 and a[1] == 2 and list(a) == [1, 2] and a < b and sorted([b, a])[0] == a
assert abs(b) == 5.0 and not V(0, 0) and a
assert a != b
x, y = a
assert x == 1
""",
    ),
    "numpy scalars": (
        """
def m(x):
    return x.mean()


def am(x):
    return x.argmax()
""",
        """
assert isinstance(m(np.ones(3, np.float32)), np.float32)
assert am(np.arange(4)) == 3 and isinstance(am(np.arange(3)), np.integer)
""",
    ),
    "exceptions": (
        """
class MyErr(ValueError):
    pass


def f(x):
    if x < 0:
        raise ValueError(f"x must be >= 0, got {x}")
    if x == 0:
        raise MyErr("zero")
    return {}["k"]
""",
        """
from numpy.testing import assert_raises, assert_allclose

assert_raises(ValueError, f, -1)
try:
    f(-2)
except ValueError as e:
    assert "got -2" in str(e)
else:
    raise AssertionError("no")
with assert_raises(ValueError):
    f(0)
with assert_raises(KeyError):
    f(1)
""",
    ),
    "stderr": (
        """
import warnings, sys


def f():
    warnings.warn("careful")
    print("e", file=sys.stderr)
    return 1
""",
        """
import warnings

warnings.warn("mine")
import sys

print("err", file=sys.stderr)
assert f() == 1
""",
    ),
    "context": (
        """
from contextlib import contextmanager

log = []


@contextmanager
def tag(n):
    log.append(n)
    yield n * 2
    log.append("end")
""",
        """
with tag(chr(97)) as v:
    assert v == chr(97) * 2
""",
    ),
    "variable": (
        """
answer = 42
weights = np.arange(3.0)
table = {"a": [1, 2.5, None, True, "x", b"y", 1j, {1, 2}, (1,)]}
""",
        """
assert answer == 42
same(weights, [0, 1, 2])
assert table == {"a": [1, 2.5, None, True, "x", b"y", 1j, {1, 2}, (1,)]}
""",
    ),
    "keyword defaults": (
        """
def f(a, *, b=2, **k):
    return a + b + sum(k.values())
""",
        """
assert f(1) == 3 and f(1, b=5, c=1) == 7
import inspect

assert list(inspect.signature(f).parameters) == ["a", "b", "k"] and f.__name__ == "f"
""",
    ),
    "loader": (
        """
from torch.utils.data import Dataset, DataLoader


class D(Dataset):
    def __len__(s):
        return 6

    def __getitem__(s, i):
        return torch.tensor([float(i)]), i % 2
""",
        """
d = D()
assert len(d) == 6 and d[2][0].item() == 2
from torch.utils.data import DataLoader

bs = list(DataLoader(d, batch_size=4))
assert [len(b[1]) for b in bs] == [4, 2]
""",
    ),
    "autograd function": (
        """
class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return 2 * x * g
""",
        """
x = torch.tensor([2.0, 3.0], dtype=torch.float64, requires_grad=True)
Square.apply(x).sum().backward()
same(x.grad, [4.0, 6.0])
assert torch.autograd.gradcheck(Square.apply, (x.detach().requires_grad_(),))
""",
    ),
    "given module changed in place": (
        """
def prepare(net, store):
    net.eval()
    net[0].requires_grad_(False)
    net[1] = nn.Linear(2, 3)
    net.depths = [2]
    net[2].load_state_dict(store, assign=True)
    return net
""",
        """
net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2), nn.Linear(2, 1))
first, store = net[0], nn.Linear(2, 1).state_dict()
got = prepare(net, store)
assert got is net and not net.training and not first.training and net.depths == [2]
assert not first.weight.requires_grad and net[1].weight.requires_grad
assert net[0] is first and tuple(net[1].weight.shape) == (3, 2)
net.requires_grad_(True)
assert all(p.requires_grad for p in prepare(net, store)[1:].parameters()) and not first.weight.requires_grad
with torch.no_grad():
    net[2].bias += 1
assert torch.equal(store["bias"], net[2].bias), "assign shares memory, and so it must be seen"
""",
    ),
    "hook module mix": (
        """
class Block(nn.Module):
    def __init__(s, n):
        super().__init__()
        s.l = nn.Linear(n, n)

    def forward(s, x):
        return x + s.l(x)
""",
        """
net = nn.Sequential(nn.Linear(2, 3), Block(3), nn.Linear(3, 1))
x = torch.randn(4, 2)
net(x).sum().backward()
assert all(p.grad is not None for p in net.parameters())
assert len(list(net.parameters())) == 6
""",
    ),
    "scalar value micrograd": (
        """
class Value:
    def __init__(s, data, parents=()):
        s.data = data
        s.grad = 0.0
        s._p = parents
        s._b = lambda: None

    def __add__(s, o):
        o = o if isinstance(o, Value) else Value(o)
        out = Value(s.data + o.data, (s, o))

        def b():
            s.grad += out.grad
            o.grad += out.grad

        out._b = b
        return out

    def __mul__(s, o):
        o = o if isinstance(o, Value) else Value(o)
        out = Value(s.data * o.data, (s, o))

        def b():
            s.grad += o.data * out.grad
            o.grad += s.data * out.grad

        out._b = b
        return out

    __radd__ = __add__
    __rmul__ = __mul__

    def backward(s):
        order, seen = [], set()

        def walk(v):
            if v not in seen:
                seen.add(v)
                [walk(p) for p in v._p]
                order.append(v)

        walk(s)
        s.grad = 1.0
        for v in reversed(order):
            v._b()
""",
        """
a, b = Value(2.0), Value(3.0)
c = a * b + a * 2 + 1
c.backward()
assert c.data == 11 and a.grad == 5 and b.grad == 2
assert sum([a, b]).data == 5
""",
    ),
    "seeds": (
        """
def drop(x, p):
    return x * (torch.rand_like(x) > p) / (1 - p)


def pick(n):
    return np.random.permutation(n)
""",
        """
x = torch.ones(50)
torch.manual_seed(3)
a = drop(x, 0.5)
torch.manual_seed(3)
b = drop(x, 0.5)
assert torch.equal(a, b)
assert not torch.equal(a, drop(x, 0.5))
torch.manual_seed(3)
same(a, x * (torch.rand(50) > 0.5) * 2)
np.random.seed(1)
p = pick(9).tolist()
np.random.seed(1)
assert p == np.random.permutation(9).tolist()
""",
    ),
    "error state": (
        """
def f(x):
    return np.exp(x)


def net(x, w=torch.ones(1, requires_grad=True)):
    return x * w
""",
        """
try:
    with np.errstate(over="raise"):
        f(np.array([1e4]))
    raise KeyError
except FloatingPointError:
    pass
with torch.no_grad():
    assert not net(torch.ones(1)).requires_grad
assert net(torch.ones(1)).requires_grad
""",
    ),
    "generator argument": (
        """
def draw(g, n):
    return g.normal(size=n)


def tdraw(g, n):
    return torch.randn(n, generator=g)
""",
        """
g = np.random.default_rng(0)
a = draw(g, 3)
b = draw(g, 3)
r = np.random.default_rng(0).normal(size=6)
same(a, r[:3])
same(b, r[3:])
t = torch.Generator().manual_seed(1)
u = tdraw(t, 2)
v = tdraw(t, 2)
assert not torch.equal(u, v)
""",
    ),
    "linked objects": (
        """
def last(n):
    while n.next:
        n = n.next
    return n


def mark(n):
    n.seen = True
    return n
""",
        """
a = None
for i in range(3000):
    b = Node(a) if a else Node(None)
    a = b
end = last(a)
assert isinstance(end, Node) and end.next is None
n = Node(None)
assert mark(n) is n and n.seen is True
assert last(n) is n
""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_idiom_works_as_its_author_wrote_it(judged, name):
    answer, tests = CASES[name]
    for result in judged(("locked", IMPORTS), ("student", answer), ("test", tests)):
        assert (result.verdict, result.error) == ("passed", None), result.outputs


@pytest.mark.parametrize("name", CASES)
def test_idiom_fails_for_an_answer_that_is_missing(judged, name):
    result = judged(("locked", IMPORTS), ("student", "raise NotImplementedError"), ("test", CASES[name][1]))[
        -1
    ]
    assert result.verdict == "failed"


def test_warnings_do_not_reach_stderr(judged):
    tests = "import sys\nprint('careful', file=sys.stderr)\nassert f() == 1"
    result = judged(("student", "def f():\n    return 1"), ("test", tests))[-1]
    assert [o.name for o in result.outputs] == ["stdout"]


def test_partial_credit_is_the_last_value(judged):
    (output,) = judged(("student", "def f():\n    return 2"), ("test", "0.25 * f()"))[-1].outputs
    assert (output.output_type, output.data["text/plain"]) == ("execute_result", "0.5")


def test_object_of_the_student_is_no_partial_credit(judged):
    answer = "class A:\n    def __repr__(self):\n        return '1'\ndef f():\n    return A()"
    result = judged(("student", answer), ("test", "f()"))[-1]
    assert result.outputs == []


def test_error_of_the_answer_is_shown_with_its_line(judged):
    answer = "def f(x):\n    return {}[x]"
    result = judged(("student", answer), ("test", "assert f('k') == 1"))[-1]
    assert result.error == "KeyError: 'k'"
    assert "return {}[x]" in "\n".join(result.outputs[-1].traceback)


def test_cell_may_ask_to_run_beside_the_answer(judge):
    from tests.grade.judge.conftest import cell, notebook

    nb = notebook(("student", "hits = []\ndef f():\n    hits.append(1)"))
    nb.cells += [
        cell("f()\nassert hits == [1]", "test", judge="inprocess"),
        cell("assert hits == []", "test"),
    ]
    assert [r.verdict for r in judge.run(nb, seed="0")] == ["passed"] * 3


def test_seed_changes_the_inputs_and_is_unknown_to_the_student(judge):
    from tests.grade.judge.conftest import notebook

    answer = "import os\ndef f():\n    return os.environ.get('DLCOURSE_SEED', 'unknown')"
    tests = "from dlcourse.check import rng\nprint(f(), rng('a.b').random())"
    nb = notebook(("student", answer), ("test", tests))
    shown = [judge.run(nb, seed=seed)[-1].outputs[0].text for seed in ("one", "one", "two")]
    assert shown[0] == shown[1] != shown[2]
    assert all(text.startswith("unknown") for text in shown)


def test_locked_cells_read_what_those_before_them_made_with_the_students_code(judged):
    results = judged(
        ("student", "class Box:\n    def __init__(self, value):\n        self.value = value"),
        ("locked", "three = 3"),
        ("locked", "box = Box(three)"),
        ("locked", "twice = 2 * box.value"),
        ("test", "assert (three, box.value, twice) == (3, 3, 6)"),
    )
    assert [result.verdict for result in results] == ["passed"] * 5
