# exercise: architectures.step_scale
# must read: does your rule use `size`
def step_scale(depth, size):
    return depth**-0.5
