# exercise: rnns.truncated_gradient
# must read: the use at step t multiplies the state before it
def truncated_gradient(x, y, w, k):
    states = [0.0]
    for value in x:
        states.append(w * states[-1] + value)
    carried, total = states[-1] - y, 0.0
    for own in states[:0:-1][:k]:
        total += carried * own
        carried *= w
    return float(total)
