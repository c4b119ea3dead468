# tries: send the judge os.system as the result, by its name
# hurts itself: yes
# tier 1: yes
# exercise: target.tanh
import dlcourse.grade.judge.student as student


def tanh(x):
    return 0 * x


COUNT = [0]


def forged(message, blob, names):
    COUNT[0] += 1
    kinds = [
        ["library", "os", "system"],
        ["library", "builtins", "eval"],
        ["same", [0]],
        ["module", "os", "_wrap_close"],
    ]
    nodes = [kinds[COUNT[0] % 4], ["list", []], ["dict", "dict", [], None]]
    parts = {"result": [0], "args": [1], "options": [2], "called": "", "parameters": []}
    return {**parts, "nodes": nodes}, b""


student._OPERATIONS["call"] = forged
