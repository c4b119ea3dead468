# exercise: transfer_learning.pull
# must read: one number is asked for
def pull():
    return [30.0, 10.0, 3.0]
