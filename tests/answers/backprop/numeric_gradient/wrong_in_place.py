# exercise: backprop.numeric_gradient
# must read: your function changed its argument `x`
def numeric_gradient(f, x, step=1e-5):
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += step
        up = f(x)
        x[i] -= 2 * step
        gradient[i] = (up - f(x)) / (2 * step)
    return gradient
