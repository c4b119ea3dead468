# exercise: activations.silu_gain
# must read: 2 would undo the slope of a half at zero
def silu_gain():
    return 2.0
