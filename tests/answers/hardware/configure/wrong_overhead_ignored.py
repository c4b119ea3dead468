# exercise: hardware.configure
# must read: another setting fits
def configure(budget, overhead):
    fits = [(s, p) for s in SEGMENTS for p in PARTS if trial(s, p, 0.0)[0] <= budget]
    return min(fits, key=lambda c: trial(*c, 0.0)[1])
