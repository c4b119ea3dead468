# exercise: activations.silu_gain
# must read: did you forget `return`?
def silu_gain():
    gain = 1.5
    print(gradient_left(gain, 0))
