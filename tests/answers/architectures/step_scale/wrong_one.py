# exercise: architectures.step_scale
# must read: shrink with the depth
def step_scale(depth, size):
    return 1.0
