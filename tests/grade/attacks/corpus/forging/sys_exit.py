# tries: raise SystemExit, KeyboardInterrupt or GeneratorExit instead of answering
# tier 1: yes
# exercise: target.tanh
import itertools
import sys

turn = itertools.count()


def tanh(x):
    if next(turn) % 2:
        raise KeyboardInterrupt
    sys.exit(0)
