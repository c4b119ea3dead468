# exercise: generative.heun
# must read: at the end of the step
def heun(velocity, z, steps):
    levels = torch.linspace(1, 0, steps + 1).tolist()
    for t, less in pairwise(levels):
        first = velocity(z, t)
        second = velocity(z + (less - t) * first, t)
        z = z + (less - t) * (first + second) / 2
    return z
