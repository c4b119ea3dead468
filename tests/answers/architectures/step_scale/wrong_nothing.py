# exercise: architectures.step_scale
# must read: returned nothing
def step_scale(depth, size):
    return None
