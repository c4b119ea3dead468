# exercise: frameworks.adam_step
def adam_step(params, grads, state=None, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
    def flatten(tree):
        if isinstance(tree, dict):
            return [a for key in tree for a in flatten(tree[key])]
        if isinstance(tree, (list, tuple)):
            return [a for each in tree for a in flatten(each)]
        return [tree]

    def like(tree, leaves):
        if isinstance(tree, dict):
            return {key: like(value, leaves) for key, value in tree.items()}
        if isinstance(tree, (list, tuple)):
            return type(tree)([like(value, leaves) for value in tree])
        return next(leaves)

    def same_order(tree, other):
        if isinstance(tree, dict):
            return {key: same_order(tree[key], other[key]) for key in tree}
        if isinstance(tree, (list, tuple)):
            return [same_order(a, b) for a, b in zip(tree, other)]
        return other

    old, g = flatten(params), flatten(same_order(params, grads))
    state = state or {"t": 0, "m": [0 * a for a in g], "s": [0 * a for a in g]}
    t = state["t"] + 1
    m = [betas[0] * a + (1 - betas[0]) * b for a, b in zip(state["m"], g)]
    s = [betas[1] * a + (1 - betas[1]) * b * b for a, b in zip(state["s"], g)]
    rate = lr / (1 - betas[0] ** t)
    root = (1 - betas[1] ** t) ** 0.5
    new = [np.array(p - rate * a / (b**0.5 / root + eps), p.dtype) for p, a, b in zip(old, m, s)]
    return like(params, iter(new)), {"t": t, "m": m, "s": s}
