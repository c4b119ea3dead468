# exercise: rnns.truncated_gradient
# must read: one step too many
def truncated_gradient(x, y, w, k):
    states = [0.0]
    for value in x:
        states.append(w * states[-1] + value)
    carried, total = states[-1] - y, 0.0
    for before in states[-2::-1][: k + 1]:
        total += carried * before
        carried *= w
    return float(total)
