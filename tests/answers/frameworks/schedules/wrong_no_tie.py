# exercise: frameworks.schedules
# must read: 0.9 to 1.1 is asked
def schedules() -> dict[str, list[float]]:
    return {
        "PyTorch": [0.1] * 180 + [0.001] * 20,
        "Keras": [0.03] * 5 + [0.0003] * 195,
        "tie": [0.1] * 100 + [0.001] * 100,
    }
