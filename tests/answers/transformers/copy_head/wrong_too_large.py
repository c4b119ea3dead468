# exercise: transformers.copy_head
# must read: 100 is allowed
def copy_head(n):
    eye, zero = np.eye(n), np.zeros((n, n))
    sharp = 1e4
    return sharp * np.vstack([eye, zero]), np.vstack([zero, eye]), np.vstack([eye, zero])
