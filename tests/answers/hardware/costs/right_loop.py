# exercise: hardware.costs
def costs(batch, heads, length, width, P, B, size=4, fused=False):
    def step(flops, *shapes):
        nonlocal total, moved, seconds
        here = size * sum(int(np.prod(shape)) for shape in shapes)
        total, moved, seconds = total + flops, moved + here, seconds + max(flops / P, here / B)

    total, moved, seconds = 0, 0, 0.0
    vectors, scores = (batch, heads, length, width), (batch, heads, length, length)
    one = batch * heads * length * length * width * 2
    if fused:
        step(2 * one, vectors, vectors, vectors, vectors)
    else:
        step(one, vectors, vectors, scores)
        step(0, scores, scores)
        step(one, scores, vectors, vectors)
    return total, moved, seconds
