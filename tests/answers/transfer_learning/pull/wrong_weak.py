# exercise: transfer_learning.pull
# must read: pull harder
def pull():
    return 1.0
