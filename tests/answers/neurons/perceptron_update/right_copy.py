# exercise: neurons.perceptron_update
def perceptron_update(X, y, w, b, lr=1.0):
    w, wrong = w.copy(), []
    for i in range(len(X)):
        guess = 1 if np.dot(w, X[i]) + b >= 0 else 0
        if guess == y[i]:
            continue
        wrong.append(i)
        sign = 1 if y[i] else -1
        w += sign * lr * X[i]
        b += sign * lr
    return w, b, len(wrong)
