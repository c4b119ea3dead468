# exercise: transfer_learning.pull
# must read: pull less
def pull():
    return 40.0
