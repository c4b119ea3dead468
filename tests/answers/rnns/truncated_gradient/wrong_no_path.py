# exercise: rnns.truncated_gradient
# must read: goes through w once for each step between
def truncated_gradient(x, y, w, k):
    states = [0.0]
    for value in x:
        states.append(w * states[-1] + value)
    return float((states[-1] - y) * sum(states[-2::-1][:k]))
