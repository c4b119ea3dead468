# exercise: optimizers.clip
def clip(gradients, max_norm):
    largest = max(float(np.abs(g).max()) for g in gradients)
    if largest == 0:
        return [g.copy() for g in gradients]
    norm = largest * np.sqrt(sum(((g / largest) ** 2).sum(dtype=float) for g in gradients))
    return [(g * min(1.0, max_norm / norm)).astype(np.float32) for g in gradients]
