# exercise: activations.silu_gain
# must read: return one gain
def silu_gain():
    return 1.45, 1.55
