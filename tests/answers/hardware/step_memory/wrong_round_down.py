# exercise: hardware.step_memory
# must read: round up
def step_memory(widths, batch, optimizer="adam", mixed=False, parts=1):
    parameters = sum((i + 1) * o for i, o in zip(widths, widths[1:]))
    size = 2 if mixed else 4
    examples = batch // parts
    state = {"sgd": 0, "momentum": 4, "adam": 8}[optimizer] + 4 * mixed
    return size * parameters, size * parameters, state * parameters, size * examples * sum(widths[:-1])
