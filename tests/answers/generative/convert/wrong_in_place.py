# exercise: generative.convert
# must read: changed
def convert(z, t, says, kind):
    t = t[:, None]
    if kind == "noise":
        z -= t * says
        image = z / (1 - t)
        noise = says
    else:
        image = says if kind == "image" else z - t * says
        noise = (z - (1 - t) * image) / t
    return image, noise, noise - image
