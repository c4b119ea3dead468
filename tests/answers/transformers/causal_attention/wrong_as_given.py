# exercise: transformers.causal_attention
# must read: 4 left
def causal_attention(x, W_q, W_k, W_v, heads):
    B, T, dim = x.shape
    q, k, v = ((x @ W).reshape(B, heads, T, dim // heads) for W in (W_q, W_k, W_v))
    scores = q @ k.transpose(-1, -2) / dim**0.5
    allowed = torch.ones(T, T).triu().bool()
    weights = scores.masked_fill(~allowed, -torch.inf).softmax(dim=-2)
    return (weights @ v).transpose(1, 2).reshape(B, T, dim)
