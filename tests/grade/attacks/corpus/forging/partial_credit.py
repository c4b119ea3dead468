# tries: return objects that turn into any number of points: not a number, negative, far too many
# earns: 0
# tier 1: yes
# exercise: target.steps
class Odd:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return Odd(1e9)

    def __radd__(self, other):
        return Odd(float("nan"))

    __add__ = __radd__

    def __truediv__(self, other):
        return self

    def __float__(self):
        return self.value

    def __repr__(self):
        return "2.0"


def square(n):
    return Odd([float("nan"), -5.0, 1e9, 2.0][n % 4])
