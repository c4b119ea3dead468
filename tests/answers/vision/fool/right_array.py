# exercise: vision.fool
def fool(objects):
    many = np.concatenate([np.repeat(objects[-1:], 900, axis=0), objects])
    scores = np.linspace(1, 0, len(many))
    return list(zip(scores.tolist(), many.tolist(), strict=True))
