# exercise: autoencoders.survive
def survive(n):
    product = (VARIANCES[n - 1] + 2 * VARIANCES[n]) / 3
    small = product / 5
    return (small, product / small), (12 * small, product / (12 * small))
