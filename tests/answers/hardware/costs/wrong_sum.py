# exercise: hardware.costs
# must read: the longer of the two, not their sum
def costs(batch, heads, length, width, P, B, size=4, fused=False):
    s, v = batch * heads * length**2, batch * heads * length * width
    product = 2 * s * width
    if fused:
        moved, flops = [size * 4 * v], [2 * product]
    else:
        moved, flops = [size * (2 * v + s), size * 2 * s, size * (s + 2 * v)], [product, 0, product]
    seconds = sum(f / P + m / B for f, m in zip(flops, moved))
    return 2 * product, sum(moved), seconds
