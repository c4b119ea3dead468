# exercise: architectures.step_scale
# must read: the mean square grew
def step_scale(depth, size):
    return 0.1
