# exercise: rnns.last_state
def last_state(states, lengths):
    return np.take_along_axis(states, (lengths - 1)[:, None, None], axis=1)[:, 0]
