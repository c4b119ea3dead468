# exercise: transfer_learning.pull
# must read: pull harder
def pull():
    return 0.01
