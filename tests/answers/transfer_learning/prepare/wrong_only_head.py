# exercise: transfer_learning.prepare
# must read: what is between body and head is not in the optimizer
def prepare(net, num_classes, lr):
    net.requires_grad_(True)
    net.body.requires_grad_(False)
    net.head = nn.Linear(net.head.in_features, num_classes)
    net.train()
    net.body.eval()
    return net, torch.optim.SGD(net.head.parameters(), lr=lr)
