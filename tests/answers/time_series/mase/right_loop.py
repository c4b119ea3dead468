# exercise: time_series.mase
def mase(past, actual, forecast, season=1):
    steps = [abs(b - a) for a, b in zip(past, past[season:])]
    steps = [step for step in steps if step == step]
    errors = [abs(a - f) for a, f in zip(actual, forecast)]
    if sum(steps) == 0:
        return float("inf")
    return (sum(errors) / len(errors)) / (sum(steps) / len(steps))
