# exercise: hardware.configure
# must read: is not among them
def configure(budget, overhead):
    fits = [(s, p) for s in SEGMENTS for p in PARTS if trial(s, p, overhead)[0] <= budget]
    return min(fits, key=lambda c: trial(*c, overhead)[1])[::-1]
