# exercise: cnns.head_as_convolution
# must read: expected a kernel of shape
def head_as_convolution(W, b, maps):
    return W.reshape(*maps, len(b)), b
