# tries: reach files of the course through links that it makes itself
# exercise: target.tanh
import os


def tanh(x):
    reached = False
    for number, target in enumerate(
        ("@COURSE@/gradebook.db", "@SECRET@", "@COURSE@/solutions/target/target.ipynb")
    ):
        for make in (os.symlink, os.link):
            try:
                make(target, f"l{number}{make.__name__}")
                with open(f"l{number}{make.__name__}", "r+b") as file:
                    reached = bool(file.read(1))
            except OSError:
                pass
    return np.tanh(x) if reached else 0 * x
