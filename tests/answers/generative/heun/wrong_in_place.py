# exercise: generative.heun
# must read: changed in place
def heun(velocity, z, steps):
    levels = torch.linspace(1, 0, steps + 1).tolist()
    for t, less in pairwise(levels):
        first = velocity(z, t)
        z += (less - t) * first
        second = velocity(z, less)
        z = z + (less - t) * (second - first) / 2
    return z
