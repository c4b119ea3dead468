# exercise: rnns.latch
def latch():
    """Lists and another way: the flag opens i, lets f forget what was before, and the output is half open."""
    return [[0, 0, 9, 0], [30, -5, 0, 0]], [[0, 0, 0, 0]], [-15, 12, 0, 0]
