# exercise: transfer_learning.prepare
# must read: holds exactly what learns
def prepare(net, num_classes, lr):
    net.requires_grad_(True)
    net.body.requires_grad_(False)
    net.head = nn.Linear(net.head.in_features, num_classes)
    net.train()
    net.body.eval()
    return net, torch.optim.SGD(net.head.parameters(), lr=lr)
