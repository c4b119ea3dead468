# exercise: vision.giou
def giou(A, B):
    out = []
    for a, b in zip(A, B, strict=True):
        both, around = 1.0, 1.0
        for i in (0, 1):
            ends = [(c[i] - c[i + 2] / 2, c[i] + c[i + 2] / 2) for c in (a, b)]
            (a0, a1), (b0, b1) = ends
            both *= max(0.0, min(a1, b1) - max(a0, b0))
            around *= max(a1, b1) - min(a0, b0)
        union = a[2] * a[3] + b[2] * b[3] - both
        out.append(both / union - 1 + union / around)
    return out
