# exercise: transfer_learning.prepare
def prepare(net, num_classes, lr):
    features = net.head.weight.shape[1]
    net.head = nn.Linear(features, num_classes)
    for name, module in net.named_modules():
        module.training = name.split(".")[0] != "body"
    for name, p in net.named_parameters():
        p.requires_grad = not name.startswith("body.")
    free = [p for p in net.parameters() if p.requires_grad]
    return net, torch.optim.SGD(free, lr=lr)
