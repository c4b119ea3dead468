# exercise: autoencoders.survive
# must read: from 0.01 to 100
def survive(n):
    border = np.sqrt(VARIANCES[n - 1] * VARIANCES[n])
    return (border / 1000, 1000.0), (4 * border, 0.25)
