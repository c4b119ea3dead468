# exercise: autoencoders.survive
# must read: at least ten times the first
def survive(n):
    border = np.sqrt(VARIANCES[n - 1] * VARIANCES[n])
    return (border, 1.0), (2 * border, 0.5)
