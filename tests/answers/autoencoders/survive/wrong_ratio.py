# exercise: autoencoders.survive
# must read: leaves
def survive(n):
    border = np.sqrt(VARIANCES[n - 1] * VARIANCES[n])
    return (border / 4, 0.25), (4 * border, 4.0)
