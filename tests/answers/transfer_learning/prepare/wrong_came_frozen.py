# exercise: transfer_learning.prepare
# must read: does not learn: it came frozen
import torch
from torch import nn


def prepare(net, num_classes, lr):
    net.body.requires_grad_(False)
    net.head = nn.Linear(net.head.in_features, num_classes)
    net.train()
    net.body.eval()
    return net, torch.optim.SGD([p for p in net.parameters() if p.requires_grad], lr=lr)
