# exercise: transfer_learning.prepare
# must read: the optimizer shall be torch.optim.SGD
import torch
from torch import nn


def prepare(net, num_classes, lr):
    net.requires_grad_(True)
    net.body.requires_grad_(False)
    net.head = nn.Linear(net.head.in_features, num_classes)
    net.train()
    net.body.eval()
    return net, torch.optim.Adam([p for p in net.parameters() if p.requires_grad], lr=lr)
