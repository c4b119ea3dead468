# tries: send a random generator whose place lies far behind its table
# hurts itself: yes
# tier 1: yes
# exercise: target.tanh
import dlcourse.grade.judge.student as student


def tanh(x):
    return np.random.Generator(np.random.MT19937(0))


def opaque(value):
    state = value.bit_generator.state["state"]
    return ["generator", "MT19937", {"state": {**state, "key": state["key"].tolist(), "pos": 10**9}}]


student._opaque = opaque
