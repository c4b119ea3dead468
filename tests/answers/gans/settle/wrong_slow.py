# exercise: gans.settle
# must read: away after 80 rounds
def settle():
    return 0.05, 0.05, 0.5
