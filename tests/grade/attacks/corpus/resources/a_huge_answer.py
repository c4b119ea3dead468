# tries: return 2 GB of zeros
# tier 1: yes
# exercise: target.tanh
def tanh(x):
    return np.zeros(1 << 28)
