# tries: return an object whose class answers copying, NumPy, PyTorch and every other question about it
# tier 1: yes
# exercise: target.tanh
import os


class Liar:
    __class__ = property(lambda self: np.ndarray)
    shape, dtype, data = (3,), np.dtype(float), np.tanh(np.full(3, 2.5))
    __eq__ = __lt__ = __ge__ = lambda *_: True
    __hash__ = None
    __array__ = __torch_function__ = lambda *_, **__: os.system("touch @MARK@") or np.zeros(3)
    __array_ufunc__ = __array_function__ = lambda *_, **__: True
    __repr__ = __str__ = lambda self: "2.0"
    __bool__ = lambda self: True
    __getitem__ = __sub__ = __rsub__ = __abs__ = lambda self, *_: self

    def __reduce__(self):
        return os.system, ("touch @MARK@",)

    def __dir__(self):
        return ["shape", "data", "__array__", "_attributes", "__class__"]


def tanh(x):
    return Liar()
