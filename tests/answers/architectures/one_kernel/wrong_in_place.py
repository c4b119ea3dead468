# exercise: architectures.one_kernel
# must read: changed its argument
def one_kernel(three, one, norm_three, norm_one, norm_skip):
    weights, bias = three, 0
    C = len(three)
    for i, (gain, shift, mean, variance) in enumerate((norm_three, norm_one, norm_skip)):
        scale = gain / np.sqrt(variance + 1e-5)
        bias = bias + shift - scale * mean
        if i == 0:
            weights *= scale[:, None, None, None]
        else:
            weights[:, :, 1, 1] += scale[:, None] * (one[:, :, 0, 0] if i == 1 else np.eye(C))
    return weights, bias
