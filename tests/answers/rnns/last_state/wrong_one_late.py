# exercise: rnns.last_state
# must read: one step too late
def last_state(states, lengths):
    return states[np.arange(len(states)), lengths]
