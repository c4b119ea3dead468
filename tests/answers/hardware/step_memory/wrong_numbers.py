# exercise: hardware.step_memory
# must read: count bytes, not numbers
def step_memory(widths, batch, optimizer="adam", mixed=False, parts=1):
    parameters = sum((i + 1) * o for i, o in zip(widths, widths[1:]))
    size = 1
    examples = -(-batch // parts)
    state = {"sgd": 0, "momentum": 4, "adam": 8}[optimizer] + 4 * mixed
    return 1 * parameters, 1 * parameters, state * parameters, size * examples * sum(widths[:-1])
