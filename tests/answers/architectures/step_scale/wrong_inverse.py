# exercise: architectures.step_scale
# must read: shrink too fast
def step_scale(depth, size):
    return 1 / (size * depth)
