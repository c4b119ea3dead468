# exercise: transformers.attention_backward
def attention_backward(q, k, v, upstream):
    root = q.shape[1] ** 0.5
    dq, dk, dv = np.zeros_like(q), np.zeros_like(k), np.zeros_like(v)
    for i in range(len(q)):
        s = k @ q[i] / root
        a = np.exp(s - s.max())
        a = a / a.sum()
        at_s = (np.diag(a) - np.outer(a, a)) @ (v @ upstream[i]) / root
        dq[i] = at_s @ k
        dk += np.outer(at_s, q[i])
        dv += np.outer(a, upstream[i])
    return [dq, dk, dv]
