# exercise: hardware.costs
# must read: add up three maxima
def costs(batch, heads, length, width, P, B, size=4, fused=False):
    s, v = batch * heads * length**2, batch * heads * length * width
    product = 2 * s * width
    if fused:
        moved, flops = [size * 4 * v], [2 * product]
    else:
        moved, flops = [size * (2 * v + s), size * 2 * s, size * (s + 2 * v)], [product, 0, product]
    seconds = max(sum(flops) / P, sum(moved) / B)
    return 2 * product, sum(moved), seconds
