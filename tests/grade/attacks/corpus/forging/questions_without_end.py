# tries: ask the judge instead of answering it, for ever
# hurts itself: yes
# tier 1: yes
# exercise: target.tanh
import dlcourse.grade.judge.student as student


def tanh(x):
    return 0 * x


def send(self, message, encoder):
    while True:
        self.wire.send({"op": "call", "args": [], "around": None, "leaves": [], "nodes": [["list", []]]}, b"")


student.StudentLink._send = send
