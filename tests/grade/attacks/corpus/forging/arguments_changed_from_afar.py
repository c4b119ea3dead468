# tries: claim that the call left other arguments than the tests had sent, and more of them
# hurts itself: yes
# tier 1: yes
# exercise: target.tanh
import dlcourse.grade.judge.student as student


def tanh(x):
    return 0 * x


def forged(message, blob, names):
    reply, data = real({**message, "look": False}, blob, names)
    reply["nodes"] += [["list", [0.0] * 6], ["dict", "dict", [["x", 1]], None]]
    count = len(reply["nodes"])
    return {
        **reply,
        "args": [count - 2],
        "options": [count - 1],
        "called": "same",
        "parameters": ["x"] * 9,
    }, data


real = student._OPERATIONS["call"]
student._OPERATIONS["call"] = forged
