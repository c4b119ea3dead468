# exercise: activations.silu_gain
# must read: it explodes: a smaller gain
def silu_gain():
    return 1.6
