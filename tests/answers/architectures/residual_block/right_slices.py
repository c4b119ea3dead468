# exercise: architectures.residual_block
def residual_block(X, W1, W2, W_skip=None, stride=1):
    def norm(z):
        return F.batch_norm(z, None, None, training=True)

    a = F.relu(norm(F.conv2d(X, W1, padding=1)[:, :, ::stride, ::stride]))
    a = norm(F.conv2d(a, W2, padding=1))
    skip = X
    if W_skip is not None:
        skip = norm(torch.einsum("bihw,oi->bohw", X[:, :, ::stride, ::stride], W_skip[:, :, 0, 0]))
    return F.relu(a + skip)
