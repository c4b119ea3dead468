# exercise: generative.cheat
# must read: within the reach
def cheat(real):
    return real + 1e-6
