# exercise: hardware.configure
# must read: a budget of
def configure(budget, overhead):
    return min(((s, p) for s in SEGMENTS for p in PARTS), key=lambda c: trial(*c, overhead)[1])
