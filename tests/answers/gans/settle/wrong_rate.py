# exercise: gans.settle
# must read: at most 1, not 2 and 1
def settle():
    return 2.0, 1.0, 0.2
