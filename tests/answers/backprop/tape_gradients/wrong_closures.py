# exercise: backprop.tape_gradients
# must read: not their values
def tape_gradients(tape, inputs):
    values, pulls = list(inputs), []
    for name, *places in tape:
        a, b = values[places[0]], values[places[-1]]
        if name == "add":
            values.append(a + b)
            pulls.append((places, lambda g: (g, g)))
        elif name == "mul":
            values.append(a * b)
            pulls.append((places, lambda g: (g * b, g * a)))
        elif name == "div":
            values.append(a / b)
            pulls.append((places, lambda g: (g / b, -g * a / b**2)))
        elif name == "relu":
            values.append(np.maximum(a, 0))
            pulls.append((places, lambda g: (g * (a > 0),)))
        elif name == "sum":
            values.append(a.sum())
            pulls.append((places, lambda g: (g * np.ones_like(a),)))
    grads = [None] * len(values)
    grads[-1] = np.array(1.0)
    for k in reversed(range(len(pulls))):
        places, pull = pulls[k]
        g = grads[len(inputs) + k]
        for place, part in zip(places, pull(g)) if g is not None else ():
            grads[place] = part if grads[place] is None else grads[place] + part
    return [np.zeros_like(x) if g is None else g for g, x in zip(grads, inputs)]
