# exercise: architectures.residual_block
def residual_block(X, W1, W2, W_skip=None, stride=1):
    def norm(z):
        return nn.BatchNorm2d(z.shape[1], affine=False, track_running_stats=False).to(z)(z)

    out = norm(F.conv2d(norm(F.conv2d(X, W1, stride=stride, padding=1)).clamp(min=0), W2, padding=1))
    if W_skip is None:
        return (X + out).clamp(min=0)
    return (norm(F.conv2d(X, W_skip, stride=stride)) + out).clamp(min=0)
