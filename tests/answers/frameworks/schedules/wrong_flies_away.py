# exercise: frameworks.schedules
# must read: the rate is too large
def schedules() -> dict[str, list[float]]:
    return {
        "PyTorch": [100.0] * 100 + [1.0] * 100,
        "Keras": [0.03] * 5 + [0.0003] * 195,
        "tie": np.geomspace(0.07, 0.0007, 200).tolist(),
    }
