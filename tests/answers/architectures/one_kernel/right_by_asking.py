# exercise: architectures.one_kernel
def one_kernel(three, one, norm_three, norm_one, norm_skip):
    """Ask the block itself: zeros give the bias, single ones the weights."""
    C = len(three)
    kernels = [torch.tensor(a) for a in (three, one, np.eye(C).reshape(C, C, 1, 1))]

    def block(X):
        out = 0
        for kernel, norm in zip(kernels, (norm_three, norm_one, norm_skip)):
            gain, shift, mean, variance = (torch.tensor(a) for a in norm)
            z = F.conv2d(X, kernel, padding=kernel.shape[-1] // 2)
            out = out + F.batch_norm(z, mean, variance, gain, shift)
        return out

    bias = block(torch.zeros(1, C, 1, 1, dtype=torch.float64))[0, :, 0, 0]
    ones = torch.zeros(C, C, 3, 3, dtype=torch.float64)
    ones[range(C), range(C), 1, 1] = 1
    answer = block(ones) - bias[:, None, None]  # (input, output, row, column), turned around
    return answer.flip(2, 3).transpose(0, 1).numpy(), bias.numpy()
