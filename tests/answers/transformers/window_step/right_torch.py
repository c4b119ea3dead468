# exercise: transformers.window_step
def window_step(q, k, v, cache, window):
    keys = torch.tensor(np.concatenate([cache[0], k[None]])[-window:])
    values = torch.tensor(np.concatenate([cache[1], v[None]])[-window:])
    out = F.scaled_dot_product_attention(torch.tensor(q)[None], keys, values)[0]
    return out, (keys, values)
