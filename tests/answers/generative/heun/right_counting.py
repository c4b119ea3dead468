# exercise: generative.heun
def heun(velocity, z, steps):
    z = z.clone()
    h = 1 / steps
    for k in range(steps, 0, -1):
        first = velocity(z, k * h)
        second = velocity(z - h * first, (k - 1) * h)
        z -= h / 2 * (first + second)
    return z
