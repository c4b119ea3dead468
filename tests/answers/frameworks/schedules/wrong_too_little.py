# exercise: frameworks.schedules
# must read: it should be 100
def schedules() -> dict[str, list[float]]:
    return {
        "PyTorch": [0.1] * 180 + [0.01] * 20,
        "Keras": [0.03] * 5 + [0.0003] * 195,
        "tie": np.geomspace(0.07, 0.0007, 200).tolist(),
    }
