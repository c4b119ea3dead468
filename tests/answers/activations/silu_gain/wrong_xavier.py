# exercise: activations.silu_gain
# must read: this is Xavier's gain
def silu_gain():
    return 1.0
