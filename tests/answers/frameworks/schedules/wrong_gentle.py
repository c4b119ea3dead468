# exercise: frameworks.schedules
# must read: at least 2 is asked
def schedules() -> dict[str, list[float]]:
    return {
        "PyTorch": np.linspace(0.1, 0.001, 200).tolist(),
        "Keras": [0.03] * 5 + [0.0003] * 195,
        "tie": np.geomspace(0.07, 0.0007, 200).tolist(),
    }
