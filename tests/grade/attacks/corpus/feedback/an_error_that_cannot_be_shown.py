# tries: raise an error whose text raises again
# tier 1: yes
# exercise: target.tanh
class Worse(Exception):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


def tanh(x):
    raise Worse
