# tries: send the judge os.system as the result, by its name
# hurts itself: yes
# tier 1: yes
# exercise: target.tanh
import dlcourse.grade.judge.student as student


def tanh(x):
    return 0 * x


def send(self, message, encoder):
    nodes = [
        ["library", "os", "system"],
        ["library", "builtins", "eval"],
        ["module", "os", "_wrap_close", []],
    ]
    self.wire.send({"result": [0], "changed": [], "leaves": [], "nodes": nodes, "drew": False}, b"")


student.StudentLink._send = send
