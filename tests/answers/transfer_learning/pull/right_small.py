# exercise: transfer_learning.pull
def pull():
    return 5
