# exercise: generative.heun
# must read: taken anew
def heun(velocity, z, steps):
    levels = torch.linspace(1, 0, steps + 1).tolist()
    for t, less in pairwise(levels):
        first = velocity(z, t)
        z = z + (less - t) * first
        second = velocity(z, less)
        z = z + (less - t) * (first + second) / 2
    return z
