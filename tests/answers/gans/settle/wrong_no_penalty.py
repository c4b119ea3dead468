# exercise: gans.settle
# must read: no penalty
def settle():
    return 0.5, 0.5, 0.0
