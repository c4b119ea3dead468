# exercise: generative.convert
# must read: take t[:, None]
def convert(z, t, says, kind):
    image = says if kind == "image" else (z - t * says) / (1 - t) if kind == "noise" else z - t * says
    noise = (z - (1 - t) * image) / t
    return image, noise, noise - image
