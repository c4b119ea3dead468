# tries: read what others handed in, and hand that in
# exercise: target.tanh
from pathlib import Path


def tanh(x):
    for path in (
        "@COURSE@/submitted/zz-last/target/target.ipynb",
        "@COURSE@/autograded/aa-first/target/target.ipynb",
    ):
        if Path(path).read_text():
            return np.tanh(x)
    return 0 * x
