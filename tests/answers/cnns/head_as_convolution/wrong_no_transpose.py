# exercise: cnns.head_as_convolution
# must read: reshape without a transpose
def head_as_convolution(W, b, maps):
    return W.reshape(len(b), *maps), b
