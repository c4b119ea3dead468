# exercise: activations.elu
def elu(z, alpha=1.0):
    import math

    a, slope = np.empty_like(z), np.empty_like(z)
    for at in np.ndindex(z.shape):
        if z[at] > 0:
            a[at], slope[at] = z[at], 1
        else:
            a[at], slope[at] = alpha * math.expm1(z[at]), alpha * math.exp(z[at])
    return [a, slope]
