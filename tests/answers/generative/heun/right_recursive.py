# exercise: generative.heun
def heun(velocity, z, steps, left=None):
    left = steps if left is None else left
    if left == 0:
        return z
    t, less = left / steps, (left - 1) / steps
    first = velocity(z, t)
    ahead = z + (less - t) * first
    corrected = ahead + (less - t) * (velocity(ahead, less) - first) / 2
    return heun(velocity, corrected, steps, left - 1)
