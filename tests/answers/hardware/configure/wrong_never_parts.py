# exercise: hardware.configure
# must read: another setting fits
def configure(budget, overhead):
    return min(
        ((s, 1) for s in SEGMENTS), key=lambda c: (trial(*c, overhead)[0] > budget, trial(*c, overhead)[1])
    )
