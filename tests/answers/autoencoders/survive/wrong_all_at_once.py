# exercise: autoencoders.survive
# must read: s2 and beta are two numbers
def survive(n):
    border = np.sqrt(VARIANCES[:-1] * VARIANCES[1:])
    return (border / 4, 4.0), (4 * border, 0.25)
