# exercise: transformers.copy_head
# must read: the match is not sharp enough
def copy_head(n):
    eye, zero = np.eye(n), np.zeros((n, n))
    sharp = 17
    return sharp * np.vstack([eye, zero]), np.vstack([zero, eye]), np.vstack([eye, zero])
