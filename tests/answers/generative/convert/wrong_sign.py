# exercise: generative.convert
# must read: noise minus image
def convert(z, t, says, kind):
    t = t[:, None]
    image = says if kind == "image" else (z - t * says) / (1 - t) if kind == "noise" else z + t * says
    noise = (z - (1 - t) * image) / t
    return image, noise, image - noise
