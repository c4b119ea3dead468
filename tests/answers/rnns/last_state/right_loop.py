# exercise: rnns.last_state
def last_state(states, lengths):
    return np.array([row[n - 1] for row, n in zip(states, lengths)])
