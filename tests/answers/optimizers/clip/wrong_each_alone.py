# exercise: optimizers.clip
# must read: you clipped each array alone
def clip(gradients, max_norm):
    return [g * min(1, max_norm / (np.linalg.norm(g) + 1e-12)).astype(np.float32) for g in gradients]
