# exercise: frameworks.schedules
# must read: 200 rates
def schedules() -> dict[str, list[float]]:
    return {
        "PyTorch": [0.1] * 180 + [0.001] * 20,
        "Keras": [0.03] * 5 + [0.0003] * 95,
        "tie": np.geomspace(0.07, 0.0007, 200).tolist(),
    }
