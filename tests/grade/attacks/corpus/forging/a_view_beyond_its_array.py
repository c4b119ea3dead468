# tries: send views that reach behind, before and far around the array in whose memory they lie
# hurts itself: yes
# tier 1: yes
# exercise: target.tanh
import dlcourse.grade.judge.student as student

COUNT = [0]


def tanh(x):
    return 0 * x


def forged(message, blob, names, table):
    COUNT[0] += 1
    shape, strides, at = [
        ([5], [8], 8), ([5], [-8], 0), ([5], [2**40], 0), ([2**40], [0], 0), ([5], [8], -8), ([2**62, 4], [0, 8], 0)
    ][COUNT[0] % 6]  # fmt: skip
    nodes = [
        [101, ["array", "<f8", [5], "C", True, 0, 40]],
        [103, ["view", [101], "<f8", shape, strides, at, True]],
        [105, ["storage", 0, 40]],
        [107, ["tensor", False, 0, None, "float64", shape, strides, at, [105], 0, 0]],
    ]
    return {"result": [103 + 4 * (COUNT[0] // 6 % 2)], "nodes": nodes}, bytes(40)


student._reply = forged
