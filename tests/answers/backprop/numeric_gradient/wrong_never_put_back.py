# exercise: backprop.numeric_gradient
# must read: put each back before the next
def numeric_gradient(f, x, step=1e-5):
    gradient, up, down = np.zeros_like(x), x.copy(), x.copy()
    for i in np.ndindex(x.shape):
        up[i] += step
        down[i] -= step
        gradient[i] = (f(up) - f(down)) / (2 * step)
        down[i] += step
        up[i] = x[i] if f(x) == f(x) and step < 0.2 else up[i]
    return gradient
