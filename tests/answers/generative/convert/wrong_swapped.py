# exercise: generative.convert
# must read: t is the share of the noise
def convert(z, t, says, kind):
    t = t[:, None]
    if kind == "noise":
        image = (z - (1 - t) * says) / t
    else:
        image = says if kind == "image" else z - t * says
    noise = (z - (1 - t) * image) / t
    return image, noise, noise - image
