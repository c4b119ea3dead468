# exercise: transfer_learning.prepare
# must read: your function returned nothing
import torch
from torch import nn


def prepare(net, num_classes, lr):
    net.requires_grad_(True)
    net.body.requires_grad_(False)
    net.head = nn.Linear(net.head.in_features, num_classes)
    net.train()
    net.body.eval()
