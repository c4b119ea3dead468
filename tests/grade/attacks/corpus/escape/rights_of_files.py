# tries: change rights, owner, times and attributes of files that it cannot open
# exercise: target.tanh
import os


def tanh(x):
    for path in (
        "@SECRET@",
        "@COURSE@/solutions/target/target.ipynb",
        "@COURSE@/submitted/zz-last/target",
        "@HOME@",
    ):
        for act in (
            lambda: os.chmod(path, 0o777),
            lambda: os.chown(path, os.getuid(), -1),
            lambda: os.utime(path, (0, 0)),
            lambda: os.setxattr(path, "user.owned", b"1"),
        ):
            try:
                act()
            except OSError:
                pass
    return 0 * x
