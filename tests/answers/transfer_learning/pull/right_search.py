# exercise: transfer_learning.pull
def pull():
    def worst(strength):
        ratios = []
        for n in (5, 20, 80):
            frozen, from_scratch, got = mean_errors(strength, n, range(500, 540))
            ratios.append(got / min(frozen, from_scratch))
        return max(ratios)

    return min((2, 4, 8, 16), key=worst)
