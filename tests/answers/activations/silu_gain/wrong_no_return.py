# exercise: activations.silu_gain
# must read: your function returned nothing
def silu_gain():
    gain = 1.5
    print(gradient_left(gain, 0))
