# exercise: generative.heun
# must read: asked
def heun(velocity, z, steps):
    levels = torch.linspace(1, 0, steps + 1).tolist()
    for t, less in pairwise(levels):
        z = z + (less - t) * velocity(z, t)
    return z
