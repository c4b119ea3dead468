# exercise: hardware.configure
# must read: another setting fits
def configure(budget, overhead):
    for parts in PARTS:
        if trial(0, parts, overhead)[0] <= budget:
            return 0, parts
    return 0, 8
