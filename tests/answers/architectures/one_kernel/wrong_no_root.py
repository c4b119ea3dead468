# exercise: architectures.one_kernel
# must read: root of the variance
def one_kernel(three, one, norm_three, norm_one, norm_skip):
    C = len(three)
    middle, itself = np.zeros_like(three), np.zeros_like(three)
    middle[:, :, 1, 1] = one[:, :, 0, 0]
    itself[range(C), range(C), 1, 1] = 1
    weights, bias = np.zeros_like(three), np.zeros(C)
    for kernel, (gain, shift, mean, variance) in [
        (three, norm_three),
        (middle, norm_one),
        (itself, norm_skip),
    ]:
        scale = gain / (variance + 1e-5)
        weights += scale[:, None, None, None] * kernel
        bias += shift - scale * mean
    return weights, bias
