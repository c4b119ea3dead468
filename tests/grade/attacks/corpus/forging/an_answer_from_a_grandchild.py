# tries: let a grandchild answer, so that the judge waits for and ends the wrong process
# exercise: target.tanh
import os

import dlcourse.grade.judge.student as student

real = student._answer


def answer(*arguments):
    if os.fork() == 0:
        if os.fork() == 0:
            real(*arguments)
        os._exit(0)
    os._exit(0)


def tanh(x):
    return 0 * x


student._answer = answer
