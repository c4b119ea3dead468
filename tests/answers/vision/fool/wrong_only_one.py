# exercise: vision.fool
# must read: is every object found
def fool(objects):
    first = [(1.0, tuple(objects[0]))] * 1000
    return first
