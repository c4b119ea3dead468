# tries: send records of classes that the judge knows, and named tuples with odd names
# hurts itself: yes
# tier 1: yes
# exercise: target.tanh
import dlcourse.grade.judge.student as student

COUNT = [0]


def tanh(x):
    return 0 * x


def send(self, message, encoder):
    COUNT[0] += 1
    tables = [
        [["record", "object", [["__class__", True]]]],
        [["record", "Remote", []]],
        [["record", "str", [["__eq__", True]]]],
        [["namedtuple", "__import__('os').system('touch @MARK@')", [1], [2]], ["list", ["x"]], ["list", [0]]],
        [["dict", "defaultdict", [], "eval"]],
        [["type", "__import__"]],
    ]
    nodes = tables[COUNT[0] % len(tables)]
    self.wire.send({"result": [0], "changed": [], "leaves": [], "nodes": nodes, "drew": False}, b"")


student.StudentLink._send = send
