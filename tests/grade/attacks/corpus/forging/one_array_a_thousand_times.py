# tries: send 100 MB once, and a table that reads them as a thousand arrays
# tier 1: yes
# exercise: target.tanh
import dlcourse.grade.judge.student as student


def tanh(x):
    return 0 * x


def forged(message, blob, names, table):
    if message["name"] != "tanh":
        return real(message, blob, names, table)
    size = 100 << 20
    numbers = range(10_001, 12_001, 2)
    nodes = [[number, ["array", "<f8", [size // 8], "C", True, 0, size]] for number in numbers]
    nodes += [[9, ["list", [[number] for number in numbers]]]]
    return {"result": [9], "nodes": nodes}, bytes(size)


real = student._reply
student._reply = forged
