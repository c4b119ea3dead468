# tries: fork in a probe, so that several processes answer it
# exercise: target.scale
import os


class Scale(torch.nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.factor = torch.nn.Parameter(torch.tensor(0.0))

    def forward(self, x):
        for _ in range(6):
            os.fork()
        return 0 * self.factor * x
