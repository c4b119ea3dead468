# exercise: backprop.numeric_gradient
# must read: the two points lie 2 * h apart
def numeric_gradient(f, x, step=1e-5):
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += step
        down[i] -= step
        gradient[i] = (f(up) - f(down)) / step
    return gradient
