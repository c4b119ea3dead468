# exercise: hardware.configure
def configure(budget, overhead):
    best, choice = math.inf, None
    for parts in PARTS:
        for segment in (0, 2, 4):
            size, seconds = trial(segment, parts, overhead)
            if size <= budget and seconds < best:
                best, choice = seconds, (segment, parts)
    return choice
