# exercise: cnns.head_as_convolution
# must read: reshape lays channels out first
def head_as_convolution(W, b, maps):
    channels, height, width = maps
    return W.T.reshape(len(b), height, width, channels).transpose(0, 3, 1, 2), b
