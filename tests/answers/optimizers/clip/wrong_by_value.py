# exercise: optimizers.clip
# must read: you clipped each array alone, or each entry
def clip(gradients, max_norm):
    return [np.clip(g, -max_norm, max_norm) for g in gradients]
