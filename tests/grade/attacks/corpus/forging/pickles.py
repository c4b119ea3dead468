# tries: return objects that run a command when they are unpickled or copied
# tier 1: yes
# exercise: target.tanh
import os


class Armed:
    def __reduce_ex__(self, protocol):
        return os.system, ("touch @MARK@",)

    def __deepcopy__(self, memo):
        raise SystemExit(0)

    __copy__ = __deepcopy__


def tanh(x):
    return np.array([Armed()] * len(x), dtype=object)
