# tries: raise an error whose text has 30 MB, and a name of a million characters
# tier 1: yes
# exercise: target.tanh
def tanh(x):
    raise type("E" * 1_000_000, (ValueError,), {})("x" * 30_000_000)
