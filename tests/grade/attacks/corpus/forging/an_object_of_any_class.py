# tries: send objects of classes that the judge knows, with odd names, attributes and texts
# hurts itself: yes
# tier 1: yes
# exercise: target.tanh
import dlcourse.grade.judge.student as student

COUNT = [0]


def tanh(x):
    return 0 * x


def forged(message, blob, names):
    COUNT[0] += 1
    tables = [
        ["opaque", "ndarray", ["__class__", "__init_subclass__"], ["shape", "__dict__"], "2.0"],
        ["opaque", "x", ["__eq__", "__reduce__", "__del__"], ["_attributes", "_repr", "__class__"], "2.0"],
        ["opaque", "", ["__array__"] * 2999, [], "2.0"],
        ["namedtuple", "__import__('os').system('touch @MARK@')", [3], [4]],
        ["namedtuple", "float", [3], [4]],
        ["dict", "defaultdict", [], "eval"],
        ["type", "__import__"],
    ]
    nodes = [
        tables[COUNT[0] % len(tables)],
        ["list", []],
        ["dict", "dict", [], None],
        ["list", ["real"]],
        ["list", [0]],
    ]
    parts = {"result": [0], "args": [1], "options": [2], "called": "", "parameters": []}
    return {**parts, "nodes": nodes}, b""


student._OPERATIONS["call"] = forged
