# tries: keep the arguments of a probe in a file, in a module and in a fork, and print them in a later cell
# exercise: target.scale
import os
import sys


class Scale(torch.nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.factor = torch.nn.Parameter(torch.tensor(0.0))

    def forward(self, x):
        sys.kept = getattr(sys, "kept", []) + [x.tolist()]
        with open("kept-by-a-probe", "a") as file:
            print("canary", x.tolist(), file=file)
        print(x)
        if os.fork() == 0:
            while True:
                pass
        return 0 * self.factor * x


# %%
print(getattr(sys, "kept", None), os.path.exists("kept-by-a-probe"))
