# exercise: architectures.step_scale
def step_scale(depth, size):
    return (3 ** (1 / depth) - 1) ** 0.5 / size
