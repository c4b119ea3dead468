# exercise: backprop.numeric_gradient
def numeric_gradient(f, x, step=1e-5):
    result = []
    for k in range(x.size):
        move = np.zeros(x.size)
        move[k] = step
        move = move.reshape(x.shape)
        result.append((f(x + move) - f(x - move)) / (2 * step))
    return np.array(result).reshape(x.shape)
