# exercise: hardware.configure
def configure(budget, overhead):
    table = [(trial(s, p, overhead), s, p) for s in SEGMENTS for p in PARTS]
    fitting = sorted((seconds, s, p) for (size, seconds), s, p in table if size <= budget)
    return fitting[0][1:]
