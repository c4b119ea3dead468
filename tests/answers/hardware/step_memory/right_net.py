# exercise: hardware.step_memory
def step_memory(widths, batch, optimizer="adam", mixed=False, parts=1):
    net = nn.Sequential(*[nn.Linear(i, o) for i, o in zip(widths, widths[1:])])
    parameters = sum(p.numel() for p in net.parameters())
    size = 4 - 2 * mixed
    numbers = ["sgd", "momentum", "adam"].index(optimizer) + mixed
    largest = max(len(part) for part in np.array_split(np.arange(batch), parts))
    return size * parameters, size * parameters, 4 * numbers * parameters, size * largest * sum(widths[:-1])
