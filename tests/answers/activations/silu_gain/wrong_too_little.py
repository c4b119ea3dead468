# exercise: activations.silu_gain
# must read: it fades: a larger gain
def silu_gain():
    return 1.45
