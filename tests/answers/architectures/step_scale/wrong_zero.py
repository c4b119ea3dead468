# exercise: architectures.step_scale
# must read: a positive number
def step_scale(depth, size):
    return 0.0
