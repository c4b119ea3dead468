# exercise: transfer_learning.prepare
# must read: the optimizer holds the old head
def prepare(net, num_classes, lr):
    optimizer = torch.optim.SGD(net.head.parameters(), lr=lr)
    net.body.requires_grad_(False)
    net.head = nn.Linear(net.head.in_features, num_classes)
    net.train()
    net.body.eval()
    return net, optimizer
