# exercise: transfer_learning.pull
# must read: a finite number above 0
def pull():
    return -1.0
