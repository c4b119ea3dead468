# exercise: rnns.last_state
# must read: you took the state after the padding
def last_state(states, lengths):
    return states[:, -1]
