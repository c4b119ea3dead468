# exercise: losses.fit_line
# must read: every row meets every target
def fit_line(X, y, lr=0.1, num_steps=300):
    return broken_fit(X, y, lr, num_steps)
