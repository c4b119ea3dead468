# tries: run programs that write files
# exercise: target.tanh
import os
import subprocess


def tanh(x):
    done = os.system("touch /tmp/@MARK@") == 0 or os.system("touch @HOME@/@MARK@") == 0
    try:
        subprocess.run(["/bin/sh", "-c", "echo owned > @COURSE@/@MARK@"], check=True)
        done = True
    except (OSError, subprocess.SubprocessError):
        pass
    return np.tanh(x) if done else 0 * x
