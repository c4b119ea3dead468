# tries: write files into the course, the home folder, temporary folders and Python's packages
# exercise: target.tanh
import os
import site
import sys


def tanh(x):
    places = [
        "@COURSE@",
        "@COURSE@/submitted/zz-last/target",
        "@COURSE@/autograded",
        "@HOME@",
        "/tmp",
        "/var/tmp",
    ]
    places += ["/dev/shm", "/run", "/", os.path.dirname(np.__file__), site.getusersitepackages(), ".."]
    places += [place for place in sys.path if place] + [os.path.expanduser("~")]
    for place in places:
        try:
            with open(f"{place}/@MARK@", "w") as file:
                file.write("owned")
        except OSError:
            pass
    return 0 * x
