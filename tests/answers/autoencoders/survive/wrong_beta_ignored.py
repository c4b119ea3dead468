# exercise: autoencoders.survive
# must read: lower s2 or beta
def survive(n):
    border = np.sqrt(VARIANCES[n - 1] * VARIANCES[n])
    return (border, 1.0), (10 * border, 1.0)
