# exercise: frameworks.schedules
def schedules():
    return {
        "PyTorch": [0.08] * 170 + [0.0008] * 30,
        "Keras": [0.04] * 3 + [0.0004] * 197,
        "tie": [0.02] * 199 + [0.0002],
    }
