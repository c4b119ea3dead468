# exercise: gans.settle
# must read: the game explodes: rate times penalty is too large
def settle():
    return 0.8, 0.8, 5.0
