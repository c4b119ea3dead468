# exercise: transfer_learning.prepare
# must read: the new head is frozen
def prepare(net, num_classes, lr):
    net.head = nn.Linear(net.head.in_features, num_classes)
    net.requires_grad_(False)
    net.train()
    net.body.eval()
    return net, torch.optim.SGD(net.head.parameters(), lr=lr)
