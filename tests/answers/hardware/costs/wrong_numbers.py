# exercise: hardware.costs
# must read: a number has `size` bytes
def costs(batch, heads, length, width, P, B, size=4, fused=False):
    s, v = batch * heads * length**2, batch * heads * length * width
    product = 2 * s * width
    if fused:
        moved, flops = [4 * v], [2 * product]
    else:
        moved, flops = [2 * v + s, 2 * s, s + 2 * v], [product, 0, product]
    seconds = sum(max(f / P, m / B) for f, m in zip(flops, moved))
    return 2 * product, sum(moved), seconds
