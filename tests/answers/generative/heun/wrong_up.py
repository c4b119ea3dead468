# exercise: generative.heun
# must read: t falls
def heun(velocity, z, steps):
    levels = torch.linspace(1, 0, steps + 1).tolist()
    for t, less in pairwise(levels):
        first = velocity(z, t)
        second = velocity(z + (t - less) * first, less)
        z = z + (t - less) * (first + second) / 2
    return z
