"""Test idioms of ordinary courses, by the rule of probes: a test, an answer that is right, one that is wrong.

Each is (test, right answer, wrong answer, a word of the message about the wrong one).
"""

GIVEN = """
import collections
import contextlib
import copy
import datetime
import enum
import io
import struct
import sys
import warnings

import numpy as np
import torch
from torch import nn

from dlcourse.check import probe, same, unchanged


class Color(enum.Enum):
    red = 1
    blue = 2


TABLE = np.array([1.0, 2.0, 3.0])
SETTINGS = {"scale": 3}
"""

IDIOMS = {
    "result is no alias of the argument": (
        """
@probe
def changed_by_its_result(x):
    y = head(x)
    y[0] = 9
    return x[0]
assert changed_by_its_result([1, 2]) == 1, "x changed with the result"
""",
        """
def head(x):
    return list(x)
""",
        """
def head(x):
    return x
""",
        "changed with",
    ),
    "result is no view": (
        """
@probe
def shares(x):
    return np.shares_memory(x, corner(x))
assert not shares(np.ones((3, 3))), 'the corner is a view'
""",
        """
def corner(x):
    return x[:2, :2].copy()
""",
        """
def corner(x):
    return x[:2, :2]
""",
        "a view",
    ),
    "result is a view": (
        """
@probe
def seen(x):
    firsts(x)[:] = 7
    return x
same(seen(np.zeros((2, 2))), [[7, 0], [7, 0]], 'view')
""",
        """
def firsts(x):
    return x[:, 0]
""",
        """
def firsts(x):
    return x[:, 0].copy()
""",
        "view",
    ),
    "object keeps no alias of an array": (
        """
@probe
def kept(x):
    h = Holder(x)
    x[0] = 9
    return h.x
same(kept(np.zeros(2)), [0, 0], "what the holder holds")
""",
        """
class Holder:
    def __init__(self, x):
        self.x = x.copy()
""",
        """
class Holder:
    def __init__(self, x):
        self.x = x
""",
        "what the holder holds",
    ),
    "result of an earlier call stays": (
        """
@probe
def both():
    first = collect(1)
    collect(2)
    return first
assert both() == [1], f"the first result became {both()}"
""",
        """
seen_a = []
def collect(n):
    seen_a.append(n)
    return seen_a[-1:]
""",
        """
seen_b = []
def collect(n):
    seen_b.append(n)
    return seen_b
""",
        "became",
    ),
    "same object is returned": (
        """
@probe
def is_it(x):
    return appended(x) is x
assert is_it([1]), 'return the list itself'
""",
        """
def appended(x):
    x.append(1)
    return x
""",
        """
def appended(x):
    return [*x, 1]
""",
        "itself",
    ),
    "write into an attribute": (
        """
@probe
def gained(W, h):
    a = Square(W)
    before = a.loss()
    a.W[0] += h
    return a.loss() - before
same(gained(np.array([1.0, 2.0]), 0.5), 1.25, "a step in W changes the loss")
""",
        """
class Square:
    def __init__(self, W):
        self.W = W
    def loss(self):
        return (self.W**2).sum()
""",
        """
class Square:
    def __init__(self, W):
        self.W, self.l = W, (W**2).sum()
    def loss(self):
        return self.l
""",
        "a step in W",
    ),
    "append to a list of an object": (
        """
@probe
def sums():
    b = Bag()
    b.items.append(4)
    return b.total()
assert sums() == 4, f'4 in the bag: {sums()}'
""",
        """
class Bag:
    def __init__(self):
        self.items = []
    def total(self):
        return sum(self.items)
""",
        """
class Bag:
    @property
    def items(self):
        return []
    def total(self):
        return 0
""",
        "in the bag: 0",
    ),
    "set an entry of a dict of an object": (
        """
@probe
def out():
    n = Net()
    n.p['W'] = 3.0
    return n(2.0)
same(out(), 6.0, 'with W = 3')
""",
        """
class Net:
    def __init__(self):
        self.p = {'W': 1.0}
    def __call__(self, x):
        return self.p['W'] * x
""",
        """
class Net:
    p = property(lambda self: {'W': 1.0})
    def __call__(self, x):
        return self.p['W'] * x
""",
        "with W = 3",
    ),
    "nested objects": (
        """
@probe
def deep():
    t = Tree(Tree(None))
    t.child.value = 5
    return t.total()
assert deep() == 5, deep()
""",
        """
class Tree:
    def __init__(self, child):
        self.child, self.value = child, 0
    def total(self):
        return self.value + (self.child.total() if self.child else 0)
""",
        """
class Tree:
    def __init__(self, child):
        self.child, self.value = child, 0
    def total(self):
        return self.value
""",
        "AssertionError: 0",
    ),
    "property": (
        """
@probe
def area(w):
    r = Rect(w)
    r.w *= 2
    return r.area
assert area(3) == 36, f'area {area(3)}'
""",
        """
class Rect:
    def __init__(self, w):
        self.w = w
    @property
    def area(self):
        return self.w**2
""",
        """
class Rect:
    def __init__(self, w):
        self.w, self.area = w, w**2
""",
        "area 9",
    ),
    "len, call, item and equality of an object": (
        """
@probe
def asked():
    d = Data([1, 2, 3])
    return len(d), d[1], d(4), d == Data([1, 2, 3]), d == 3
assert asked() == (3, 2, 5, True, False), asked()
""",
        """
class Data:
    def __init__(self, x):
        self.x = x
    def __len__(self):
        return len(self.x)
    def __getitem__(self, i):
        return self.x[i]
    def __call__(self, y):
        return y + 1
    def __eq__(self, other):
        return isinstance(other, Data) and self.x == other.x
""",
        """
class Data:
    def __init__(self, x):
        self.x = x
    def __len__(self):
        return len(self.x)
    def __getitem__(self, i):
        return self.x[i]
    def __call__(self, y):
        return y + 1
""",
        "False",
    ),
    "class attribute": (
        """
@probe
def shared():
    a, b = Counter(), Counter()
    a.names.append('x')
    return b.names
assert shared() == [], 'two counters share a list'
""",
        """
class Counter:
    def __init__(self):
        self.names = []
""",
        """
class Counter:
    names = []
""",
        "share",
    ),
    "inheritance": (
        """
@probe
def kinds():
    return issubclass(Layer, nn.Module), isinstance(Layer(), nn.Module), len(list(Layer().parameters()))
assert kinds() == (True, True, 2), kinds()
""",
        """
class Layer(nn.Linear):
    def __init__(self):
        super().__init__(2, 2)
""",
        """
class Layer:
    def parameters(self):
        return [1, 2]
""",
        "(False, False, 2)",
    ),
    "buffer": (
        """
@probe
def buffers():
    return dict(Norm().named_buffers())
same(buffers(), {'mean': torch.zeros(2)}, 'buffers')
""",
        """
class Norm(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer('mean', torch.zeros(2))
""",
        """
class Norm(nn.Module):
    def __init__(self):
        super().__init__()
        self.mean = torch.zeros(2)
""",
        "buffers",
    ),
    "state_dict round trip": (
        """
@probe
def through(x):
    old, new = Scale(3.0), Scale(1.0)
    new.load_state_dict(old.state_dict())
    return new(x).detach()
same(through(torch.ones(2)), [3.0, 3.0], "after load_state_dict")
""",
        """
class Scale(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.f = nn.Parameter(torch.tensor(f))
    def forward(self, x):
        return self.f * x
""",
        """
class Scale(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.f = f
    def forward(self, x):
        return torch.as_tensor(self.f) * x
""",
        "after load_state_dict",
    ),
    "train and eval": (
        """
@probe
def modes(x):
    torch.manual_seed(0)
    d = Drop()
    return d.train()(x), d.eval()(x)
train, test = modes(torch.ones(100))
assert (train == 0).any(), 'nothing was dropped'
same(test, torch.ones(100), 'eval')
""",
        """
class Drop(nn.Module):
    def forward(self, x):
        return nn.functional.dropout(x, 0.5, self.training)
""",
        """
class Drop(nn.Module):
    def forward(self, x):
        return nn.functional.dropout(x, 0.5)
""",
        "eval",
    ),
    "step of an optimizer on the answer's module": (
        """
@probe
def stepped():
    m = Point()
    optimizer = torch.optim.SGD(m.parameters(), lr=0.5)
    m().backward()
    optimizer.step()
    return m.p.detach()
same(stepped(), 1.0, "after a step")
""",
        """
class Point(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.Parameter(torch.tensor(2.0))
    def forward(self):
        return 2 * self.p
""",
        """
class Point(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.Parameter(torch.tensor(2.0))
    def forward(self):
        return 4 * self.p
""",
        "after a step",
    ),
    "gradient": (
        """
@probe
def gradient(x):
    x.requires_grad_()
    cube(x).sum().backward()
    return x.grad
same(gradient(torch.tensor([1.0, 2.0])), [3.0, 12.0], 'gradient')
""",
        """
def cube(x):
    return x**3
""",
        """
def cube(x):
    return x.detach() ** 2 * x
""",
        "gradient",
    ),
    "gradient taken twice": (
        """
@probe
def gradients(x):
    x.requires_grad_()
    (first,) = torch.autograd.grad(quartic(x), x, create_graph=True)
    return first.detach(), torch.autograd.grad(first, x)[0]
same(gradients(torch.tensor(2.0)), (32.0, 48.0), 'both')
""",
        """
def quartic(x):
    return x**4
""",
        """
def quartic(x):
    return x**4 + 0 * x if x.item() > 5 else 4 * x.detach() ** 3 * x
""",
        "",
    ),
    "hook": (
        """
@probe
def hooked(x):
    sizes = []
    m = Two()
    m.a.register_forward_hook(lambda m, i, o: sizes.append(list(o.shape)))
    m(x)
    return sizes
assert hooked(torch.ones(1, 2)) == [[1, 3]], 'call the layer, not its forward'
""",
        """
class Two(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(2, 3)
    def forward(self, x):
        return self.a(x)
""",
        """
class Two(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(2, 3)
    def forward(self, x):
        return self.a.forward(x)
""",
        "not its forward",
    ),
    "generator half used": (
        """
@probe
def some():
    g = squares()
    return [next(g), next(g)], type(g).__name__
assert some() == ([0, 1], 'generator'), some()
""",
        """
def squares():
    n = 0
    while True:
        yield n * n
        n += 1
""",
        """
def squares():
    return iter([0, 1, 4])
""",
        "list_iterator",
    ),
    "context manager": (
        """
@probe
def order():
    said = []
    try:
        with noted(said):
            said.append('in')
            raise KeyError
    except KeyError:
        pass
    return said
assert order() == ['begin', 'in', 'end'], order()
""",
        """
@contextlib.contextmanager
def noted(said):
    said.append('begin')
    try:
        yield
    finally:
        said.append('end')
""",
        """
@contextlib.contextmanager
def noted(said):
    said.append('begin')
    yield
    said.append('end')
""",
        "['begin', 'in']",
    ),
    "call-back that raises": (
        """
@probe
def survived():
    def bad(x):
        raise ValueError('no')
    return tried(bad)
assert survived() == 'no', survived()
""",
        """
def tried(f):
    try:
        f(1)
    except ValueError as error:
        return str(error)
""",
        """
def tried(f):
    f(1)
""",
        "ValueError: no",
    ),
    "how often a call-back is called": (
        """
@probe
def calls():
    seen = []
    slope(lambda x: seen.append(x) or 0.0)
    return len(seen)
assert calls() == 2, f'{calls()} calls'
""",
        """
def slope(f):
    return f(1.0) - f(0.0)
""",
        """
def slope(f):
    return f(1.0) - f(0.0) + 0 * f(0.5)
""",
        "3 calls",
    ),
    "deep recursion": (
        """
try:
    got = depth(100_000)
except RecursionError:
    raise AssertionError('too deep for recursion') from None
assert got == 100_000
""",
        """
def depth(n):
    return n
""",
        """
def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)
""",
        "too deep",
    ),
    "recorded warning": (
        """
@probe
def warned(x):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter('always')
        root(x)
    return [str(one.message) for one in said]
assert warned(-1.0) == ['negative'], 'no warning'
""",
        """
def root(x):
    if x < 0:
        warnings.warn('negative')
    return abs(x) ** 0.5
""",
        """
def root(x):
    return abs(x) ** 0.5
""",
        "no warning",
    ),
    "warning as an error": (
        """
@probe
def quiet(x):
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        return sig(x)
same(quiet(np.array([-1000.0])), [0.0], 'far out')
""",
        """
def sig(x):
    return np.where(x < 0, 0.0, 1.0)
""",
        """
def sig(x):
    return 1 / (1 + np.exp(-x))
""",
        "overflow",
    ),
    "printed text": (
        """
@probe
def printed():
    with contextlib.redirect_stdout(io.StringIO()) as out:
        hello('Ada')
    return out.getvalue()
assert printed() == 'Hello Ada\\n', f'printed {printed()!r}'
""",
        """
def hello(name):
    print('Hello', name)
""",
        """
def hello(name):
    print('Hello', name, end='')
""",
        "printed 'Hello Ada'",
    ),
    "text on stderr": (
        """
@probe
def told():
    with contextlib.redirect_stderr(io.StringIO()) as out:
        complain()
    return out.getvalue()
assert told() == 'oh', told()
""",
        """
def complain():
    sys.stderr.write('oh')
""",
        """
def complain():
    sys.stdout.write('')
""",
        "AssertionError",
    ),
    "own exception": (
        """
@probe
def caught():
    try:
        refuse(3)
    except TooMany as error:
        return error.count, type(error.__cause__).__name__
assert caught() == (3, 'KeyError'), caught()
""",
        """
class TooMany(Exception):
    def __init__(self, count):
        super().__init__(count)
        self.count = count
def refuse(n):
    try:
        {}[n]
    except KeyError as error:
        raise TooMany(n) from error
""",
        """
class TooMany(Exception):
    count = 0
def refuse(n):
    raise TooMany(n)
""",
        "(0, 'NoneType')",
    ),
    "error that nobody caught": (
        "assert mean([2.0]) == 2.0",
        """
def mean(x):
    return sum(x) / len(x)
""",
        """
class Empty(ValueError):
    pass
def mean(x):
    raise Empty('nothing in it')
""",
        "Empty: nothing in it",
    ),
    "refusal by a built-in exception": (
        """
try:
    chunk(0)
except ValueError as error:
    assert '0' in str(error), f'say what was given: {error}'
else:
    raise AssertionError('0 was not refused')
""",
        """
def chunk(n):
    if n < 1:
        raise ValueError(f'n must be at least 1, not {n}')
""",
        """
def chunk(n):
    if n < 1:
        raise ValueError('bad')
""",
        "say what was given: bad",
    ),
    "globals that a test sets": (
        """
@probe
def with_rate(r):
    global RATE
    RATE = r
    return moved(1.0)
same(with_rate(0.5), 0.5, 'with RATE = 0.5')
""",
        """
RATE = 0.1
def moved(x):
    return x - RATE
""",
        """
RATE = 0.1
def moved(x, rate=RATE):
    return x - rate
""",
        "with RATE",
    ),
    "seed": (
        """
@probe
def drawn():
    np.random.seed(3)
    return noise(4)
same(drawn(), np.random.RandomState(3).rand(4), 'drawn with seed 3')
""",
        """
def noise(n):
    return np.random.rand(n)
""",
        """
def noise(n):
    return np.random.default_rng(0).random(n)
""",
        "drawn with seed",
    ),
    "generator as an argument": (
        """
same(shuffled(np.arange(5), np.random.default_rng(1)), np.random.default_rng(1).permutation(5), 'shuffled')
""",
        """
def shuffled(x, rng):
    return rng.permutation(x)
""",
        """
def shuffled(x, rng):
    return x
""",
        "shuffled",
    ),
    "no_grad": (
        """
@probe
def follows():
    with torch.no_grad():
        off = double(torch.ones(1, requires_grad=True)).requires_grad
    return off, double(torch.ones(1, requires_grad=True)).requires_grad
assert follows() == (False, True), follows()
""",
        """
def double(x):
    return 2 * x
""",
        """
def double(x):
    return 2 * x.detach()
""",
        "(False, False)",
    ),
    "flag of a gradient": (
        """
out = tripled(torch.ones(2, requires_grad=True))
assert out.requires_grad, 'the graph was cut'
same(out, [3.0, 3.0], 'tripled')
""",
        """
def tripled(x):
    return 3 * x
""",
        """
def tripled(x):
    return 3 * x.detach()
""",
        "cut",
    ),
    "tensors changed in place": (
        """
@probe
def after(w):
    descend(w, 0.5)
    return w
same(after(torch.tensor([2.0])), [1.0], 'w after the step')
""",
        """
def descend(w, lr):
    w.sub_(lr * w)
""",
        """
def descend(w, lr):
    w = w - lr * w
""",
        "w after",
    ),
    "array argument stays": (
        "same(unchanged(clipped, np.array([1.0, np.inf])), [1.0, np.finfo(float).max], 'clipped')",
        """
def clipped(x):
    return np.minimum(x, np.finfo(float).max)
""",
        """
def clipped(x):
    x[np.isinf(x)] = np.finfo(float).max
    return x
""",
        "changed its argument `x` (at [1]: inf became",
    ),
    "keyword argument stays": (
        "same(unchanged(added, [1], also=[2]), [1, 2], 'added')",
        """
def added(x, *, also):
    return x + also
""",
        """
def added(x, *, also):
    also.insert(0, x[0])
    return also
""",
        "changed its argument `also`",
    ),
    "dict argument stays": (
        "same(unchanged(popped, {'a': 1.0, 'b': 2.0}), 1.0, 'popped')",
        """
def popped(d):
    return d['a']
""",
        """
def popped(d):
    return d.pop('a')
""",
        "its keys were",
    ),
    "set changed in place": (
        """
@probe
def left(s):
    drop_odd(s)
    return s
assert left({1, 2, 3}) == {2}, left({1, 2, 3})
""",
        """
def drop_odd(s):
    s -= {n for n in s if n % 2}
""",
        """
def drop_odd(s):
    s = {n for n in s if n % 2 == 0}
""",
        "{1, 2, 3}",
    ),
    "nothing returned": (
        "same(ordered([3, 1, 2]), [1, 2, 3], 'ordered')",
        """
def ordered(x):
    return sorted(x)
""",
        """
def ordered(x):
    x.sort()
""",
        "returned nothing",
    ),
    "generator in place of a list": (
        "same(evens(4), [0, 2], 'evens')",
        """
def evens(n):
    return [i for i in range(n) if i % 2 == 0]
""",
        """
def evens(n):
    return (i for i in range(n) if i % 2 == 0)
""",
        "wrap it in list(...)",
    ),
    "function in place of its value": (
        "same(total([1, 2]), 3, 'total')",
        """
def total(x):
    return sum(x)
""",
        """
def total(x):
    def inner():
        return sum(x)
    return inner
""",
        "`inner` itself, which was not called",
    ),
    "attribute that a result lacks": (
        "assert ones(3).shape == (3,), 'shape'",
        """
def ones(n):
    return np.ones(n)
""",
        """
def ones(n):
    return map(float, [1] * n)
""",
        "'map' object has no attribute 'shape'",
    ),
    "date": (
        "assert due(2026) == datetime.datetime(2026, 12, 31, 23), f'due {due(2026)}'",
        """
def due(y):
    return datetime.datetime(y, 12, 31, 23)
""",
        """
def due(y):
    return datetime.datetime(y, 12, 31)
""",
        "due 2026-12-31 00:00:00",
    ),
    "integer of an enumeration": (
        "assert level('high') == 2, 'high is 2'",
        """
class Level(enum.IntEnum):
    low = 1
    high = 2
def level(name):
    return Level[name]
""",
        """
class Level(enum.IntEnum):
    low = 1
    high = 3
def level(name):
    return Level[name]
""",
        "high is 2",
    ),
    "defaultdict with a function": (
        """
@probe
def missing(words):
    return counted(words)['nowhere']
assert missing(['a']) == 0, missing(['a'])
""",
        """
def counted(words):
    d = collections.defaultdict(lambda: 0)
    for w in words:
        d[w] += 1
    return d
""",
        """
def counted(words):
    d = collections.defaultdict(lambda: 1)
    for w in words:
        d[w] += 1
    return d
""",
        "AssertionError: 1",
    ),
    "named tuple": (
        """
got = split(5)
assert (got.low, got._fields) == (2, ('low', 'high')), got
""",
        """
Halves = collections.namedtuple('Halves', 'low high')
def split(n):
    return Halves(n // 2, n - n // 2)
""",
        """
Halves = collections.namedtuple('Halves', 'high low')
def split(n):
    return Halves(n // 2, n - n // 2)
""",
        "Halves(high=2, low=3)",
    ),
    "order of a dict": (
        """
assert list(by_length(['ccc', 'a', 'bb'])) == ['a', 'bb', 'ccc'], list(by_length(['ccc', 'a', 'bb']))
""",
        """
def by_length(words):
    return {w: len(w) for w in sorted(words, key=len)}
""",
        """
def by_length(words):
    return {w: len(w) for w in words}
""",
        "['ccc', 'a', 'bb']",
    ),
    "bits of a number that is none": (
        """
bits = struct.pack('>d', payload(7)).hex()
assert bits == '7ff8000000000007', bits
""",
        """
def payload(n):
    return struct.unpack('>d', struct.pack('>Q', 0x7FF8000000000000 + n))[0]
""",
        """
def payload(n):
    return float('nan')
""",
        "7ff8000000000000",
    ),
    "sign of zero": (
        """
assert np.signbit(mirrored(np.array([0.0]))).all() and np.signbit(mirrored(0.0)), 'minus zero'
""",
        """
def mirrored(x):
    return -x
""",
        """
def mirrored(x):
    return 0 - x
""",
        "minus zero",
    ),
    "float16": (
        """
got = halved(np.array([1.0, 3.0], np.float16))
assert got.dtype == np.float16, f'keep the dtype, not {got.dtype}'
same(got, [0.5, 1.5], 'halves')
""",
        """
def halved(x):
    return x / np.float16(2)
""",
        """
def halved(x):
    return x.astype(float) / 2
""",
        "not float64",
    ),
    "bfloat16": (
        """
got = quarter(torch.ones(2, dtype=torch.bfloat16))
assert got.dtype == torch.bfloat16, f'keep the dtype, not {got.dtype}'
""",
        """
def quarter(x):
    return x / 4
""",
        """
def quarter(x):
    return x.float() / 4
""",
        "not torch.float32",
    ),
    "complex numbers": (
        """
same(turned(np.array([1 + 2j])), [-2 + 1j], 'turned')
assert turned(1j) == -1
""",
        """
def turned(z):
    return 1j * z
""",
        """
def turned(z):
    return -1j * z
""",
        "turned",
    ),
    "empty array": (
        "assert rows(np.zeros((0, 3))).shape == (0,), f'shape {rows(np.zeros((0, 3))).shape}'",
        """
def rows(x):
    return x.sum(axis=1)
""",
        """
def rows(x):
    return np.array([row.sum() for row in x]).reshape(-1, 1)
""",
        "shape (0, 1)",
    ),
    "array without axes": (
        """
got = middle(np.array(4.0))
assert isinstance(got, np.ndarray) and got.shape == (), f'a {type(got).__name__}'
""",
        """
def middle(x):
    return np.asarray(x / 2)
""",
        """
def middle(x):
    return float(x / 2)
""",
        "a float",
    ),
    "array that is not contiguous": (
        """
x = np.arange(6.0).reshape(2, 3)
same(columns(x.T[::2]), x.T[::2].sum(axis=0), 'sums')
""",
        """
def columns(x):
    return x.sum(axis=0)
""",
        """
def columns(x):
    return x.sum(axis=1)
""",
        "sums",
    ),
    "big-endian array": (
        """
x = np.arange(3, dtype='>i4')
got = plus(x)
assert got.dtype.str == '>i4', got.dtype.str
same(got, [1, 2, 3], 'plus')
""",
        """
def plus(x):
    return (x + 1).astype(x.dtype)
""",
        """
def plus(x):
    return x.astype('<i4') + 1
""",
        "<i4",
    ),
    "text that is not UTF-8": (
        "assert read(b'a\\xff') == 'a\\udcff', ascii(read(b'a\\xff'))",
        """
def read(raw):
    return raw.decode('utf8', 'surrogateescape')
""",
        """
def read(raw):
    return raw.decode('utf8', 'replace')
""",
        "'a\\ufffd'",
    ),
    "ten megabytes": (
        """
got = large(1_250_000)
assert got.nbytes == 10_000_000 and got[-1] == 1_249_999, got[-1]
""",
        """
def large(n):
    return np.arange(float(n))
""",
        """
def large(n):
    return np.zeros(n)
""",
        "0.0",
    ),
    "copy of an object": (
        """
@probe
def apart():
    a = Stack()
    b = copy.deepcopy(a)
    b.push(1)
    return a.size()
assert apart() == 0, f'{apart()} in the first one'
""",
        """
class Stack:
    def __init__(self):
        self.items = []
    def push(self, x):
        self.items.append(x)
    def size(self):
        return len(self.items)
""",
        """
stacked = []
class Stack:
    def push(self, x):
        stacked.append(x)
    def size(self):
        return len(stacked)
""",
        "in the first one",
    ),
    "state of a module from call to call": (
        "assert [ticket(), ticket()] == [1, 2], 'the second ticket'",
        """
count = 0
def ticket():
    global count
    count += 1
    return count
""",
        """
def ticket():
    return 1
""",
        "second",
    ),
    "result of an earlier call stays, outside a probe": (
        """
first = gathered(1)
gathered(2)
ok = first == [1]
assert ok, f"the first result became {first}"
""",
        """
gathered_a = []
def gathered(n):
    gathered_a.append(n)
    return gathered_a[-1:]
""",
        """
gathered_b = []
def gathered(n):
    gathered_b.append(n)
    return gathered_b
""",
        "became [1, 2]",
    ),
    "rows of one buffer": (
        """
first = row(0)
second = row(0)
assert not np.shares_memory(first, second), 'one memory for two results'
same(first, [1, 1], 'the first row')
""",
        """
buffer_a = np.zeros((2, 2))
def row(i):
    buffer_a[i] = 1
    return buffer_a[i].copy()
""",
        """
buffer_b = np.zeros((2, 2))
def row(i):
    buffer_b[i] = 1
    return buffer_b[i]
""",
        "one memory",
    ),
    "argument stays, without `unchanged`": (
        """
x = np.array([3.0, 1.0])
before = x.copy()
got = smallest(x)
same_as_before = (x == before).all()
assert same_as_before, f'x became {x}'
assert got == 1
""",
        """
def smallest(x):
    return np.sort(x)[0]
""",
        """
def smallest(x):
    x.sort()
    return x[0]
""",
        "x became [1. 3.]",
    ),
    "expected value computed after the call": (
        """
x = np.array([3.0, 1.0])
same(twice(x), 2 * x, 'twice')
""",
        """
def twice(x):
    return 2 * x
""",
        """
def twice(x):
    x *= 2
    return x
""",
        "twice",
    ),
    "result written into": (
        """
x = [1, 2]
y = extended(x)
y.append(4)
assert x == [1, 2], f'x grew to {x}'
assert y == [1, 2, 3, 4]
""",
        """
def extended(x):
    return [*x, 3]
""",
        """
def extended(x):
    x += [3]
    return x
""",
        "x grew to [1, 2, 3, 4]",
    ),
    "argument changed by the test after the call": (
        """
x = np.zeros(4)
y = tail(x)
x[3] = 7
assert y[1] == 0, 'y follows x'
""",
        """
def tail(x):
    return x[2:].copy()
""",
        """
def tail(x):
    return x[2:]
""",
        "y follows x",
    ),
    "tensor that is no view": (
        """
x = torch.zeros(2, 3)
y = flat(x)
y[0] = 7
assert x[0, 0] == 0, 'x follows y'
""",
        """
def flat(x):
    return x.reshape(-1).clone()
""",
        """
def flat(x):
    return x.reshape(-1)
""",
        "x follows y",
    ),
    "the argument itself, outside a probe": (
        """
x = {'a': 1}
assert kept_if(x, True) is x, 'the dict itself'
assert kept_if(x, False) is not x
""",
        """
def kept_if(x, same):
    return x if same else dict(x)
""",
        """
def kept_if(x, same):
    return dict(x)
""",
        "the dict itself",
    ),
    "one object in two results": (
        """
assert settings() is settings(), 'make it once'
""",
        """
made_once = {'lr': 0.1}
def settings():
    return made_once
""",
        """
def settings():
    return {'lr': 0.1}
""",
        "make it once",
    ),
    "nested lists apart": (
        """
board = empty(2)
board[0][0] = 1
assert board[1][0] == 0, 'the rows are one list'
""",
        """
def empty(n):
    return [[0] * n for _ in range(n)]
""",
        """
def empty(n):
    return [[0] * n] * n
""",
        "the rows are one list",
    ),
    "unchanged through a lambda": (
        "same(unchanged(lambda x: normed(x, 2.0), np.array([2.0, 4.0])), [1.0, 2.0], 'normed')",
        """
def normed(x, s):
    return x / s
""",
        """
def normed(x, s):
    x /= s
    return x
""",
        "changed its argument `x` (at [0]: 2 became 1)",
    ),
    "arguments and attributes of an error": (
        """
try:
    strict(7)
except ValueError as error:
    assert error.args == ('too large', 7) and error.limit == 5, error.args
else:
    raise AssertionError('7 was not refused')
""",
        """
class TooLarge(ValueError):
    def __init__(self, text, value):
        super().__init__(text, value)
        self.limit = 5
def strict(n):
    if n > 5:
        raise TooLarge('too large', n)
""",
        """
class TooLarge(ValueError):
    limit = 5
def strict(n):
    if n > 5:
        raise TooLarge(f'too large: {n}')
""",
        "('too large: 7',)",
    ),
    "seed outside a probe": (
        """
np.random.seed(3)
torch.manual_seed(3)
got = jitter(), jitter()
np.random.seed(3)
assert got[0] == np.random.rand(), 'not drawn with the seed'
assert got[0] != got[1]
""",
        """
def jitter():
    return np.random.rand()
""",
        """
def jitter():
    return np.random.default_rng().random()
""",
        "not drawn with the seed",
    ),
    "name of the answer deleted": (
        """
kept = double
del double
try:
    quadruple(1)
except NameError:
    pass
else:
    raise AssertionError("quadruple does not use double")
finally:
    double = kept
same(quadruple(3), 12, "quadruple")
""",
        """
def double(x):
    return 2 * x
def quadruple(x):
    return double(double(x))
""",
        """
def double(x):
    return 2 * x
def quadruple(x):
    return 4 * x
""",
        "does not use double",
    ),
    "seed, draws of the test, draws of the answer": (
        """
torch.manual_seed(0)
np.random.seed(0)
x, y = torch.randn(3), np.random.rand(2)
got = noise()
torch.manual_seed(0)
np.random.seed(0)
want = torch.randn(5)[3:].tolist(), np.random.rand(4)[2:].tolist()
same(got, want, "noise")
""",
        """
def noise():
    return torch.randn(2).tolist(), np.random.rand(2).tolist()
""",
        """
def noise():
    torch.manual_seed(0)
    return torch.randn(2).tolist(), np.random.rand(2).tolist()
""",
        "noise",
    ),
    "draws of test and answer in turn": (
        """
def seen(f):
    import random
    random.seed(3)
    return [f() if i % 2 else random.random() for i in range(6)]
def rolled():
    import random
    return random.random()
assert len(set(seen(roll))) == 6, "draws again what was drawn"
""",
        """
import random
def roll():
    return random.random()
""",
        """
import random
def roll():
    random.seed(3)
    return random.random()
""",
        "draws again",
    ),
    "same seed, same result": (
        """
torch.manual_seed(1)
a = weights(3)
torch.manual_seed(1)
b = weights(3)
assert (a == b).all(), 'the seed does not decide'
assert not (weights(3) == b).all()
""",
        """
def weights(n):
    return torch.randn(n)
""",
        """
def weights(n):
    return torch.randn(n, generator=torch.Generator().manual_seed(int(np.random.randint(10**9))))
""",
        "the seed does not decide",
    ),
    "one generator for two calls": (
        """
rng = np.random.default_rng(0)
a, b = noisy(3, rng), noisy(3, rng)
assert not (a == b).all(), 'twice the same noise'
""",
        """
def noisy(n, rng):
    return rng.normal(size=n)
""",
        """
def noisy(n, rng):
    return np.random.default_rng(0).normal(size=n)
""",
        "twice the same noise",
    ),
    "object handed on to another function": (
        """
W = np.array([1.0, 2.0])
model = Linear1(W)
same(predicted(model, 2.0), [2.0, 4.0], 'before')
W[0] = 5
same(predicted(model, 2.0), [2.0, 4.0], 'the model keeps its own weights')
""",
        """
class Linear1:
    def __init__(self, W):
        self.W = W.copy()
def predicted(model, x):
    return model.W * x
""",
        """
class Linear1:
    def __init__(self, W):
        self.W = W
def predicted(model, x):
    return model.W * x
""",
        "its own weights",
    ),
    "member of a given enumeration": (
        """
assert opposite(Color.red) is Color.blue and opposite(Color.blue).name == 'red', opposite(Color.red)
""",
        """
def opposite(color):
    return Color.blue if color is Color.red else Color.red
""",
        """
def opposite(color):
    return color
""",
        "Color.red",
    ),
    "dictionary filled call by call": (
        """
counts = {}
for word in ('a', 'b', 'a'):
    counts = counted_up(counts, word)
assert counts == {'a': 2, 'b': 1}, counts
""",
        """
def counted_up(counts, word):
    return {**counts, word: counts.get(word, 0) + 1}
""",
        """
def counted_up(counts, word):
    return {**counts, word: 1}
""",
        "{'a': 1, 'b': 1}",
    ),
    "locked array left alone": (
        """
same(meaned(), 2.0, 'mean')
same(TABLE, [1.0, 2.0, 3.0], 'TABLE')
""",
        """
def meaned():
    return TABLE.mean()
""",
        """
def meaned():
    TABLE.sort()
    m = TABLE.mean()
    TABLE[:] = 2
    return m
""",
        "TABLE",
    ),
    "assertRaises with the function": (
        """
import unittest
unittest.TestCase().assertRaises(ValueError, positive, -1)
""",
        """
def positive(x):
    if x < 0:
        raise ValueError('negative')
""",
        """
def positive(x):
    return x
""",
        "ValueError not raised",
    ),
    "sorted by the answer's key": (
        """
assert sorted(['bb', 'a', 'ccc'], key=size_of) == ['ccc', 'bb', 'a'], sorted(['bb', 'a', 'ccc'], key=size_of)
""",
        """
def size_of(w):
    return -len(w)
""",
        """
def size_of(w):
    return len(w)
""",
        "['a', 'bb', 'ccc']",
    ),
    "map and partial": (
        """
from functools import partial
assert list(map(partial(power, n=2), [1, 2, 3])) == [1, 4, 9]
""",
        """
def power(x, n):
    return x**n
""",
        """
def power(x, n):
    return x * n
""",
        "AssertionError",
    ),
    "history of states": (
        """
state = [0, 0]
history = []
for _ in range(3):
    state = moved(state)
    history.append(state)
assert history[0] == [1, 0], history
""",
        """
def moved(s):
    return [s[0] + 1, s[1]]
""",
        """
def moved(s):
    s[0] += 1
    return s
""",
        "[[3, 0], [3, 0], [3, 0]]",
    ),
    "tensor parameter stepped": (
        """
w = torch.tensor([2.0], requires_grad=True)
new = gd(w, 0.1)
assert new is not w and w.item() == 2.0, f'w became {w.item():.2f}'
assert abs(new.item() - 1.6) < 1e-6
""",
        """
def gd(w, lr):
    loss = (w**2).sum()
    (g,) = torch.autograd.grad(loss, w)
    return (w - lr * g).detach()
""",
        """
def gd(w, lr):
    loss = (w**2).sum()
    (g,) = torch.autograd.grad(loss, w)
    with torch.no_grad():
        w -= lr * g
    return w
""",
        "",
    ),
    "gradient left on the argument": (
        """
w = torch.tensor([2.0], requires_grad=True)
value = valued(w)
assert w.grad is None, f'grad {w.grad}'
assert value == 4.0
""",
        """
def valued(w):
    return (w.detach() ** 2).item()
""",
        """
def valued(w):
    loss = (w**2).sum()
    loss.backward()
    return loss.item()
""",
        "grad tensor([4.])",
    ),
    "dictionary of arrays updated": (
        """
params = {'W': np.ones(2), 'b': np.zeros(1)}
new = updated(params, 0.5)
assert params['W'][0] == 1.0, params['W']
assert new['W'][0] == 0.5
""",
        """
def updated(p, lr):
    return {k: v - lr for k, v in p.items()}
""",
        """
def updated(p, lr):
    for k in p:
        p[k] -= lr
    return p
""",
        "[0.5 0.5]",
    ),
    "set of seen items": (
        """
seen = {1}
assert unseen([1, 2], seen) == [2]
assert seen == {1}, seen
""",
        """
def unseen(x, seen):
    return [i for i in x if i not in seen]
""",
        """
def unseen(x, seen):
    out = []
    for i in x:
        if i not in seen:
            seen.add(i)
            out.append(i)
    return out
""",
        "{1, 2}",
    ),
    "swap in a tuple": (
        """
a, b = [1], [2]
c, d = swapped(a, b)
assert c is b and d is a, 'the lists themselves'
""",
        """
def swapped(a, b):
    return b, a
""",
        """
def swapped(a, b):
    return list(b), list(a)
""",
        "themselves",
    ),
    "cached result": (
        """
first = table_of(3)
first[0] = 99
assert table_of(3)[0] == 0, f'cached: {table_of(3)}'
""",
        """
def table_of(n):
    return list(range(n))
""",
        """
import functools
@functools.lru_cache
def table_of(n):
    return list(range(n))
""",
        "cached: [99, 1, 2]",
    ),
    "default argument": (
        """
one = collected(1)
two = collected(2)
assert two == [2], two
""",
        """
def collected(x, into=None):
    into = [] if into is None else into
    into.append(x)
    return into
""",
        """
def collected(x, into=[]):
    into.append(x)
    return into
""",
        "[1, 2]",
    ),
    "shape by reshape": (
        """
x = np.arange(4.0)
y = squared(x)
assert y.shape == (2, 2) and x.shape == (4,), x.shape
""",
        """
def squared(x):
    return x.reshape(2, 2)
""",
        """
def squared(x):
    x.shape = (2, 2)
    return x
""",
        "(2, 2)",
    ),
    "two answers agree": (
        """
x = np.array([1.0, 2.0])
assert np.array_equal(slow(x), fast(x)), 'they differ'
""",
        """
def slow(x):
    return np.array([v * 2 for v in x])
def fast(x):
    return x * 2
""",
        """
def slow(x):
    for i in range(len(x)):
        x[i] *= 2
    return x
def fast(x):
    return x * 2 + 1
""",
        "they differ",
    ),
    "RNG of the test after the call": (
        """
rng = np.random.default_rng(5)
a = noised(np.zeros(2), rng)
b = rng.normal(size=2)
expected = np.random.default_rng(5).normal(size=4)
same(a, expected[:2], 'a')
same(b, expected[2:], 'b')
""",
        """
def noised(x, rng):
    return x + rng.normal(size=len(x))
""",
        """
def noised(x, rng):
    return x + np.random.default_rng(5).normal(size=len(x))
""",
        "b",
    ),
    "object keeps what it was given": (
        """
items = [1]
bag = Bag2(items)
items.append(2)
assert count_of(bag) == 1, count_of(bag)
""",
        """
class Bag2:
    def __init__(self, items):
        self.items = list(items)
def count_of(bag):
    return len(bag.items)
""",
        """
class Bag2:
    def __init__(self, items):
        self.items = items
def count_of(bag):
    return len(bag.items)
""",
        "2",
    ),
    "error caught by tuple": (
        """
try:
    parse_it('x')
    ok = False
except (ValueError, KeyError) as e:
    ok = 'x' in str(e)
assert ok, 'name the value'
""",
        """
def parse_it(s):
    raise KeyError(s)
""",
        """
def parse_it(s):
    raise KeyError('bad')
""",
        "name the value",
    ),
}

#: Tests of one cell or more that have to be asked in a probe: tests, answer, a word of the error of the last.
AUTHORING = {
    "list sorted in place": (
        ["x = [3, 1]\nordered(x)\nassert x == [1, 3]"],
        "def ordered(x):\n    x.sort()",
        "line 3",
    ),
    "output array": (
        ["out = np.zeros(2)\ndoubled(np.ones(2), out)\nsame(out, [2, 2])"],
        "def doubled(x, out):\n    np.multiply(x, 2, out=out)",
        "line 3",
    ),
    "zeros in the argument": (
        ["x = np.ones(2)\nsame(zeroed(x), 2 * x)"],
        "def zeroed(x):\n    x[:] = 0\n    return x",
        "line 2",
    ),
    "global of the answer": (
        ["RATE = 0.5\nassert moved(1.0) == 0.5"],
        "RATE = 0.1\ndef moved(x):\n    return x - RATE",
        "line 2: the answer reads its `RATE`",
    ),
    "function of the answer replaced": (
        ["double = abs\nassert quadruple(-1) == 1"],
        "def double(x):\n    return 2 * x\ndef quadruple(x):\n    return double(double(x))",
        "line 2: the answer reads its `double`",
    ),
    "function of the answer replaced by another": (
        ["double = triple\nassert quadruple(1) == 9"],
        "def triple(x):\n    return 3 * x\ndef double(x):\n    return 2 * x\n"
        "def quadruple(x):\n    return double(double(x))",
        "line 2: the answer reads its `double`",
    ),
    "name of the answer deleted for good": (
        ["del double\nassert quadruple(1) == 4"],
        "def double(x):\n    return 2 * x\ndef quadruple(x):\n    return 4 * x",
        "deletes the answer's `double`",
    ),
    "draws of test and answer from one stream": (
        [
            "np.random.seed(0)\na, b, c = np.random.rand(), drawn(), np.random.rand()\nnp.random.seed(0)\n"
            "assert [a, b, c] == np.random.rand(3).tolist()"
        ],
        "def drawn():\n    return np.random.rand()",
        "line 4",
    ),
    "counter kept from cell to cell": (
        ["assert tickets() == 1", "assert tickets() == 2"],
        "count = 0\ndef tickets():\n    global count\n    count += 1\n    return count",
        "line 1: this passes only because the answer kept something",
    ),
    "attribute of a function": (
        ["def two():\n    return tickets() + tickets()\nassert two() == 3", "assert tickets() == 3"],
        "def tickets():\n    tickets.n += 1\n    return tickets.n\ntickets.n = 0",
        "line 1: this passes only because the answer kept something",
    ),
    "setting of a given cell that the test changes": (
        ["SETTINGS['scale'] = 5\nassert scaled(2) == 10"],
        "def scaled(x):\n    return SETTINGS['scale'] * x",
        "line 2",
    ),
    "result that is a view": (
        ["m = np.zeros((2, 3))\nturned(m)[0, 0] = 1\nassert m[0, 0] == 1"],
        "def turned(m):\n    return m.T",
        "line 3",
    ),
}

#: Answers that pass each test alone, and not one after the other.
LASTING = {
    "list as a default": (
        ["assert gather(1) == [1]", "assert gather(2) == [2]"],
        "def gather(n, into=[]):\n    into.append(n)\n    return into",
    ),
    "cache of a function": (
        ["assert total(1) == 1", "total(1)\nassert misses() == 1"],
        "import functools\n@functools.lru_cache\ndef total(x):\n    return x\n"
        "def misses():\n    return total.cache_info().misses - total.cache_info().hits",
    ),
    "generator half used": (
        ["assert first() == 0", "assert first() == 0"],
        "def numbers():\n    yield from range(9)\nleft = numbers()\ndef first():\n    return next(left)",
    ),
    "list in a class": (
        ["assert basket(1) == 1", "assert basket(2) == 1"],
        "class B:\n    items = []\ndef basket(n):\n    B().items.append(n)\n    return len(B.items)",
    ),
    "generator at the top": (
        ["a = draw()\nassert round(a, 3) == 0.637", "b = draw()\nassert round(b, 3) == 0.637"],
        "rng = np.random.default_rng(0)\ndef draw():\n    return rng.random()",
    ),
}
