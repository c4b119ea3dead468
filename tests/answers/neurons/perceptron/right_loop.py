# exercise: neurons.perceptron
def perceptron(X, w, b):
    decisions = []
    for row in X:
        total = b
        for value, weight in zip(row, w):
            total += value * weight
        decisions.append(1 if total >= 0 else 0)
    return np.array(decisions)
