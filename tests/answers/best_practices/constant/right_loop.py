# exercise: best_practices.constant
def constant(y):
    if np.issubdtype(y.dtype, np.floating):
        middle = sum(y) / len(y)
        return sum((value - middle) ** 2 for value in y) / len(y)
    return sum(math.log(len(y) / np.sum(y == label)) for label in y) / len(y)
