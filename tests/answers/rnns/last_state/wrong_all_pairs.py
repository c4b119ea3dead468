# exercise: rnns.last_state
# must read: every row with every length
def last_state(states, lengths):
    return states[:, lengths - 1]
