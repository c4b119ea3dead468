# exercise: optimizers.clip
# must read: short gradients came back as the same arrays
def clip(gradients, max_norm):
    norm = np.sqrt(sum((g.astype(float) ** 2).sum() for g in gradients))
    if norm <= max_norm:
        return gradients
    return [(g * (max_norm / norm)).astype(np.float32) for g in gradients]
