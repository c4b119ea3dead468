# exercise: optimizers.clip
# must read: the squares overflow in float32
def clip(gradients, max_norm):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    factor = np.float32(min(1, max_norm / (norm + 1e-6)))
    return [g * factor for g in gradients]
