# exercise: transformers.causal_attention
def causal_attention(x, W_q, W_k, W_v, heads):
    q, k, v = [(x @ W).unflatten(2, (heads, -1)).transpose(1, 2) for W in (W_q, W_k, W_v)]
    return F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).flatten(2)
