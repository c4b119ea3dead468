# exercise: transformers.attention_backward
def attention_backward(q, k, v, upstream):
    q, k, v = (torch.tensor(a, requires_grad=True) for a in (q, k, v))
    out = F.scaled_dot_product_attention(q, k, v)
    return torch.autograd.grad(out, (q, k, v), torch.tensor(upstream))
