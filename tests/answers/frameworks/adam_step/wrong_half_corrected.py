# exercise: frameworks.adam_step
# must read: the first step is far too short
def adam_step(params, grads, state=None, lr=0.001, betas=(0.9, 0.999), eps=1e-8):

    def tree_map(f, tree, *others):
        if isinstance(tree, dict):
            return {key: tree_map(f, tree[key], *(o[key] for o in others)) for key in tree}
        if isinstance(tree, list | tuple):
            return type(tree)(tree_map(f, *each) for each in zip(tree, *others, strict=True))
        return f(tree, *others)

    if state is None:
        zeros = tree_map(np.zeros_like, params)
        state = (0, zeros, zeros)
    t, m, s = state
    t += 1
    m = tree_map(lambda m, g: betas[0] * m + (1 - betas[0]) * g, m, grads)
    s = tree_map(lambda s, g: betas[1] * s + (1 - betas[1]) * g**2, s, grads)

    def new(p, m, s):
        step = m / (np.sqrt(s / (1 - betas[1] ** t)) + eps)
        return (p - lr * step).astype(p.dtype)

    return tree_map(new, params, m, s), (t, m, s)
