# exercise: vision.fool
# must read: doubles hurt it only where better answers come after them
def fool(objects):
    first = [(0.1, tuple(objects[0]))] * 1000
    return first + [(0.5, tuple(box)) for box in objects[1:]]
