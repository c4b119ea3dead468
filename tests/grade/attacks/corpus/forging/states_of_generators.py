# tries: claim to have drawn from all generators, and tell states of them that are none
# hurts itself: yes
# tier 1: yes
# exercise: target.tanh
import dlcourse.grade.judge.student as student


def tanh(x):
    return 0 * x


def forged(message, blob, names, table):
    reply, data = real(message, blob, names, table)
    pairs = [[name, "no state"] for name in ("random", "numpy", "torch")]
    reply["nodes"].append([10**6 + 1, ["dict", pairs, "dict", None]])
    return {**reply, "drew": [10**6 + 1]}, data


real = student._reply
student._reply = forged
