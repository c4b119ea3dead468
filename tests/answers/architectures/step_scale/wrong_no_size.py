# exercise: architectures.step_scale
# must read: how should `size` enter
def step_scale(depth, size):
    return depth**-0.5
