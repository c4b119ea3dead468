# exercise: transformers.sliding_mask
def sliding_mask(lengths, T, window):
    band = torch.ones(T, T).tril().triu(1 - window).bool()
    real = torch.arange(T) < torch.tensor(lengths)[:, None]
    mask = band & real[:, None, :] & real[:, :, None]
    return mask | (torch.eye(T).bool() & ~real[:, :, None])
