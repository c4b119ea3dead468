# exercise: architectures.step_scale
# must read: how should `size` enter
def step_scale(depth, size):
    return 1 / (size**2 * depth**0.5)
