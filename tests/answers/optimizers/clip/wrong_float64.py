# exercise: optimizers.clip
# must read: the result must stay float32
def clip(gradients, max_norm):
    gradients = [g.astype(float) for g in gradients]
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    return [g * (max_norm / norm if norm > max_norm else 1) for g in gradients]
