# exercise: autoencoders.survive
def survive(n):
    s2 = {1: 2.8, 2: 1.4, 3: 0.7, 4: 0.35, 5: 0.18}[n]
    return [s2 / 2, 2.0], [s2 * 5, 0.2]
