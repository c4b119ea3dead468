# tries: read the course's secret, from which all seeds follow
# exercise: target.tanh
def tanh(x):
    return np.tanh(x) if open("@SECRET@").read() else 0 * x
