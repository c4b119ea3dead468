# tries: answer a probe with every kind of value that the channel carries
# tier 1: yes
# exercise: target.scale
import collections
import datetime
import decimal
import fractions

import dlcourse.grade.judge.student as student


class Scale(torch.nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.factor = torch.nn.Parameter(torch.tensor(0.0))

    def forward(self, x):
        return 0 * self.factor * x


VALUES = [
    None, True, -(10**5000), float("nan"), 1j, "\ud800", b"\xff", [], (), {}, set(), frozenset(), slice(1), range(3), ...,
    np.float16(1), np.array(["x"]), np.array([None], object), np.zeros((0, 3)), np.dtype("f4"), torch.bfloat16,
    torch.device("cpu"), torch.Size([1]), torch.ones(1), torch.nn.Parameter(torch.ones(1)), collections.deque([1]),
    collections.Counter("a"), collections.defaultdict(lambda: 1), datetime.datetime.max, datetime.timedelta(1),
    decimal.Decimal("NaN"), fractions.Fraction(1, 3), int, len, type, object(), (n for n in []), student,
]  # fmt: skip
COUNT = [0]


def forged(message, blob, names, table):
    COUNT[0] += 1
    value = VALUES[(COUNT[0] + hash(str(message["args"]))) % len(VALUES)]
    answer = [(True, value, value, 1), (value, value, value, value), value, [value] * 4][COUNT[0] % 4]
    if message["op"] == "define":
        return real(message, blob, names, table)
    return real({**message, "name": "forge"}, blob, {**names, "forge": lambda *_: answer}, table)


real = student._reply
student._reply = forged
