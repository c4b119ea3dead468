# exercise: transfer_learning.prepare
# must read: the optimizer holds the frozen body
def prepare(net, num_classes, lr):
    net.body.requires_grad_(False)
    net.head = nn.Linear(net.head.in_features, num_classes)
    net.train()
    net.body.eval()
    return net, torch.optim.SGD(net.parameters(), lr=lr)
