# exercise: transfer_learning.pull
# must read: your function returned nothing
def pull():
    best = 9.0
