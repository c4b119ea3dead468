# exercise: transformers.copy_head
# must read: W_v should copy, not amplify
def copy_head(n):
    eye, zero = np.eye(n), np.zeros((n, n))
    sharp = 12 * np.sqrt(n)
    return sharp * np.vstack([eye, zero]), np.vstack([zero, eye]), 3 * np.vstack([eye, zero])
