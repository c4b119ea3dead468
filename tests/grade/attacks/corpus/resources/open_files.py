# tries: open files and pipes until none is left
# tier 1: yes
# exercise: target.tanh
import os

kept = []


def tanh(x):
    while True:
        kept.append(os.pipe())
