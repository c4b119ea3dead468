# exercise: transformers.copy_head
# must read: is it matched at all?
def copy_head(n):
    eye, zero = np.eye(n), np.zeros((n, n))
    sharp = 12 * np.sqrt(n)
    return 0 * np.vstack([eye, zero]), np.vstack([zero, eye]), np.vstack([eye, zero])
