# exercise: optimizers.clip
# must read: zero divided by zero
def clip(gradients, max_norm):
    norm = np.sqrt(sum((g.astype(float) ** 2).sum() for g in gradients))
    return [(g / norm * min(norm, max_norm)).astype(np.float32) for g in gradients]
