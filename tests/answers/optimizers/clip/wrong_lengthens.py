# exercise: optimizers.clip
# must read: you made a short gradient longer
def clip(gradients, max_norm):
    norm = np.sqrt(sum((g.astype(float) ** 2).sum() for g in gradients))
    return [(g * (max_norm / norm)).astype(np.float32) for g in gradients]
