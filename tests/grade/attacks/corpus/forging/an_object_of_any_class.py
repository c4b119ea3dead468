# tries: send objects of classes that the judge knows, with odd names, attributes and texts
# hurts itself: yes
# tier 1: yes
# exercise: target.tanh
import dlcourse.grade.judge.student as student

COUNT = [0]


def tanh(x):
    return 0 * x


def forged(message, blob, names, table):
    COUNT[0] += 1
    tables = [
        ["opaque", "ndarray", ["__class__", "__init_subclass__"], ["shape", "__dict__"], "2.0"],
        ["opaque", "x", ["__eq__", "__reduce__", "__del__"], ["_attributes", "_repr", "__class__"], "2.0"],
        ["opaque", "", ["__array__"] * 2999, [], "2.0"],
        ["namedtuple", "__import__('os').system('touch @MARK@')", [103], [105]],
        ["namedtuple", "float", [103], [105]],
        ["dict", [], "defaultdict", "eval"],
        ["type", "__import__"],
        ["member", "__class__", "__bases__"],
    ]
    nodes = [[101, tables[COUNT[0] % len(tables)]], [103, ["tuple", ["real"]]], [105, ["tuple", [0]]]]
    return {"result": [101], "nodes": nodes}, b""


student._reply = forged
