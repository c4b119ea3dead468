# exercise: frameworks.carry_bugs
class Ported(nn.Module):
    def __init__(self, arrays):
        super().__init__()
        K, b, gamma, beta, mean, var, W, c, V, d = (torch.tensor(a) for a in arrays)
        self.conv = nn.Conv1d(K.shape[1], K.shape[2], 3, stride=2)
        self.norm = nn.BatchNorm1d(len(b), eps=0.001, momentum=0.01)
        self.first, self.second = nn.Linear(*W.shape), nn.Linear(*V.shape)
        with torch.no_grad():
            self.conv.weight.copy_(K.permute(2, 1, 0))
            self.conv.bias.copy_(b)
            self.norm.weight.copy_(gamma)
            self.norm.bias.copy_(beta)
            self.norm.running_mean.copy_(mean)
            self.norm.running_var.copy_(var)
            self.first.weight.copy_(W.T)
            self.first.bias.copy_(c)
            self.second.weight.copy_(V.T)
            self.second.bias.copy_(d)

    def forward(self, x):
        a = torch.relu(self.norm(self.conv(nn.functional.pad(x, (0, 1)))))
        return self.second(torch.relu(self.first(a.transpose(1, 2).flatten(1))))


def carry_net(arrays):
    return Ported(arrays).eval()
