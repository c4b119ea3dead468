# exercise: architectures.residual_block
# must read: needs the stride
def residual_block(X, W1, W2, W_skip=None, stride=1):
    def normalize(z):
        mean, variance = z.mean((0, 2, 3), keepdim=True), z.var((0, 2, 3), keepdim=True, correction=0)
        return (z - mean) / (variance + 1e-5).sqrt()

    a = torch.relu(normalize(F.conv2d(X, W1, stride=stride, padding=1)))
    a = normalize(F.conv2d(a, W2, padding=1))
    skip = X if W_skip is None else normalize(F.conv2d(X, W_skip))[:, :, : a.shape[2], : a.shape[3]]
    return torch.relu(skip + a)
