# exercise: backprop.numeric_gradient
# must read: move one and leave the others
def numeric_gradient(f, x, step=1e-5):
    return np.full_like(x, (f(x + step) - f(x - step)) / (2 * step))
