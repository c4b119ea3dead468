# exercise: architectures.one_kernel
def one_kernel(three, one, norm_three, norm_one, norm_skip):
    def fold(norm):
        gain, shift, mean, variance = norm
        scale = gain * (variance + 1e-5) ** -0.5
        return scale, shift - mean * scale

    (s3, b3), (s1, b1), (s0, b0) = fold(norm_three), fold(norm_one), fold(norm_skip)
    weights = three.copy()
    for o in range(len(three)):
        weights[o] = s3[o] * three[o]
        weights[o, :, 1, 1] += s1[o] * one[o, :, 0, 0]
        weights[o, o, 1, 1] += s0[o]
    return weights, b3 + b1 + b0
