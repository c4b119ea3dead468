# exercise: vision.fool
# must read: and it takes many
def fool(objects):
    first = [(1.0, tuple(objects[0]))] * 20
    return first + [(0.5, tuple(box)) for box in objects[1:]]
