# exercise: transfer_learning.prepare
# must read: the body's running statistics move
def prepare(net, num_classes, lr):
    net.body.eval().requires_grad_(False)
    net.head = nn.Linear(net.head.in_features, num_classes)
    net.train()
    return net, torch.optim.SGD(net.head.parameters(), lr=lr)
