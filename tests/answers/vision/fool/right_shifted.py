# exercise: vision.fool
def fool(objects):
    out = []
    for i in range(600):
        left, top, right, bottom = objects[0]
        out.append((2.0 - i / 1000, (left, top, right - 0.1 * (right - left), bottom)))
    return out + [(0.1 + i / 1000, tuple(box.tolist())) for i, box in enumerate(objects[1:])]
