# exercise: transfer_learning.prepare
# must read: a weight decay of 0.01
import torch
from torch import nn


def prepare(net, num_classes, lr):
    net.requires_grad_(True)
    net.body.requires_grad_(False)
    net.head = nn.Linear(net.head.in_features, num_classes)
    net.train()
    net.body.eval()
    return net, torch.optim.SGD([p for p in net.parameters() if p.requires_grad], lr=lr, weight_decay=0.01)
