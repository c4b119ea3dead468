# exercise: optimizers.clip
# must read: changed its argument
def clip(gradients, max_norm):
    norm = np.sqrt(sum((g.astype(float) ** 2).sum() for g in gradients))
    if norm > max_norm:
        for g in gradients:
            g *= max_norm / norm
    return gradients
