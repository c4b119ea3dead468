# exercise: cnns.convolution
def convolution(X, W, b, stride=1, padding=0):
    size = W.shape[2]
    X = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(X, (size, size), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    return np.einsum("ncijuv,ocuv->noij", windows, W) + b[:, None, None]
