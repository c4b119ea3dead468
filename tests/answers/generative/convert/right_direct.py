# exercise: generative.convert
def convert(z, t, says, kind):
    t = t.reshape(-1, 1)
    if kind == "image":
        noise = (z - (1 - t) * says) / t
        return says, noise, noise - says
    if kind == "noise":
        image = (z - t * says) / (1 - t)
        return image, says, says - image
    return z - t * says, z + (1 - t) * says, says
