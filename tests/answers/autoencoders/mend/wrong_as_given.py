# exercise: autoencoders.mend
# must read: draw without torch.no_grad()
def mend(X, E, b, D, c, log_s2, noise):
    return broken_loss(X, E, b, D, c, log_s2, noise)
