# exercise: architectures.step_scale
# must read: and fast enough
def step_scale(depth, size):
    return 1 / (size * depth**0.25)
