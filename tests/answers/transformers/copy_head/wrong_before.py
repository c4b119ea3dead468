# exercise: transformers.copy_head
# must read: says which letter came before
def copy_head(n):
    eye, zero = np.eye(n), np.zeros((n, n))
    sharp = 12 * np.sqrt(n)
    return sharp * np.vstack([zero, eye]), np.vstack([zero, eye]), np.vstack([zero, eye])
