# exercise: rnns.truncated_gradient
# must read: the loss has a half in front
def truncated_gradient(x, y, w, k):
    states = [0.0]
    for value in x:
        states.append(w * states[-1] + value)
    carried, total = 2 * (states[-1] - y), 0.0
    for before in states[-2::-1][:k]:
        total += carried * before
        carried *= w
    return float(total)
