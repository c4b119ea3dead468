# tries: tell the judge of an AssertionError without a traceback, as if the tests had raised it
# tier 1: yes
# exercise: target.tanh
import dlcourse.grade.judge.student as student


def tanh(x):
    if len(x) == 5:
        return np.tanh(x)
    raise AssertionError(f"my inputs were {x!r}")


student._described = lambda error: {"kinds": ["AssertionError"], "text": str(error), "traceback": ""}
