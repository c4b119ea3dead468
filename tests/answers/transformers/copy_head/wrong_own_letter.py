# exercise: transformers.copy_head
# must read: reads its own letter
def copy_head(n):
    eye, zero = np.eye(n), np.zeros((n, n))
    sharp = 12 * np.sqrt(n)
    return sharp * np.vstack([eye, zero]), np.vstack([eye, zero]), np.vstack([eye, zero])
