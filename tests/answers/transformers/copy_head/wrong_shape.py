# exercise: transformers.copy_head
# must read: reads 2n
def copy_head(n):
    eye, zero = np.eye(n), np.zeros((n, n))
    sharp = 12 * np.sqrt(n)
    return sharp * eye, eye, eye
