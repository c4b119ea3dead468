# exercise: transformers.sliding_mask
def sliding_mask(lengths, T, window):
    mask = np.zeros((len(lengths), T, T), dtype=bool)
    for b, length in enumerate(lengths):
        for i in range(T):
            if i >= length:
                mask[b, i, i] = True
            else:
                mask[b, i, max(0, i - window + 1) : i + 1] = True
    return mask
