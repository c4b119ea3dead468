# exercise: rnns.last_state
# must read: that is the mean over the steps
def last_state(states, lengths):
    return np.stack([row[:n].mean(axis=0) for row, n in zip(states, lengths)])
