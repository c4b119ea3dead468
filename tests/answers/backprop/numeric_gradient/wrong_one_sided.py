# exercise: backprop.numeric_gradient
# must read: a one-sided difference
def numeric_gradient(f, x, step=1e-5):
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] += step
        gradient[i] = (f(up) - f(x)) / step
    return gradient
