# exercise: autoencoders.survive
# must read: raise s2 or beta
def survive(n):
    border = np.sqrt(VARIANCES[n] * VARIANCES[min(n + 1, 5)])
    return (border / 4, 4.0), (4 * border, 0.25)
