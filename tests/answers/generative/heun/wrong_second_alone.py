# exercise: generative.heun
# must read: the second alone
def heun(velocity, z, steps):
    levels = torch.linspace(1, 0, steps + 1).tolist()
    for t, less in pairwise(levels):
        ahead = z + (less - t) * velocity(z, t)
        z = z + (less - t) * velocity(ahead, less)
    return z
