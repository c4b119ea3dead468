# tries: send the judge os.system as the result, by its name
# hurts itself: yes
# tier 1: yes
# exercise: target.tanh
import dlcourse.grade.judge.student as student


def tanh(x):
    return 0 * x


COUNT = [0]


def forged(message, blob, names, table):
    COUNT[0] += 1
    kinds = [
        ["library", "os", "system"],
        ["library", "builtins", "eval"],
        ["plain", [101]],
        ["module", "os", "_wrap_close"],
    ]
    return {"result": [101], "nodes": [[101, kinds[COUNT[0] % 4]]]}, b""


student._reply = forged
