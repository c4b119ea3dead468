# exercise: transformers.causal_attention
# must read: 2 heads
def causal_attention(x, W_q, W_k, W_v, heads):
    B, T, dim = x.shape
    q, k, v = ((x @ W).reshape(B, T, heads, -1).transpose(1, 2) for W in (W_q, W_k, W_v))
    scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
    allowed = torch.ones(T, T).tril(-1).bool()
    weights = scores.masked_fill(~allowed, -1e9).softmax(dim=-1)
    return (weights @ v).transpose(1, 2).reshape(B, T, dim)
