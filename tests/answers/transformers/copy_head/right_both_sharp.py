# exercise: transformers.copy_head
def copy_head(n):
    own, left = np.eye(2 * n)[:, :n], np.eye(2 * n)[:, n:]
    return 9 * own, n**0.5 * left, own
