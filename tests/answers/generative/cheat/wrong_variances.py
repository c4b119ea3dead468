# exercise: generative.cheat
# must read: beside the diagonal
def cheat(real):
    angle = 2 * np.pi * np.arange(100) / 100
    made = np.concatenate([np.zeros((300, 2)), np.column_stack([np.cos(angle), np.sin(angle)])])
    return real.mean(axis=0) + made / made.std(axis=0) * real.std(axis=0)
