# exercise: generative.heun
# must read: one number more
def heun(velocity, z, steps):
    levels = torch.linspace(1, 0, steps).tolist()
    for t, less in pairwise(levels):
        first = velocity(z, t)
        second = velocity(z + (less - t) * first, less)
        z = z + (less - t) * (first + second) / 2
    return z
