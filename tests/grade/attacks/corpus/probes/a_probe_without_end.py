# tries: never return from a probe, and catch everything that would end it
# tier 1: yes
# exercise: target.scale


class Scale(torch.nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.factor = torch.nn.Parameter(torch.tensor(0.0))

    def forward(self, x):
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass
