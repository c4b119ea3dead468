# tries: fill the memory in a probe
# exercise: target.scale


class Scale(torch.nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.factor = torch.nn.Parameter(torch.tensor(0.0))

    def forward(self, x):
        kept = []
        while True:
            kept.append(bytearray(50_000_000))
