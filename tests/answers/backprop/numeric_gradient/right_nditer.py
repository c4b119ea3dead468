# exercise: backprop.numeric_gradient
def numeric_gradient(f, x, step=1e-5):
    gradient, moved = np.empty(x.shape), x.copy()
    for index, value in np.ndenumerate(x):
        moved[index] = value + step
        up = f(moved)
        moved[index] = value - step
        down = f(moved)
        moved[index] = value
        gradient[index] = (up - down) / 2 / step
    return gradient
