# exercise: transfer_learning.prepare
# must read: the dropout shall drop
def prepare(net, num_classes, lr):
    net.body.requires_grad_(False)
    net.head = nn.Linear(net.head.in_features, num_classes)
    net.eval()
    return net, torch.optim.SGD(net.head.parameters(), lr=lr)
