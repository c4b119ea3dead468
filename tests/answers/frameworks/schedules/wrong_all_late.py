# exercise: frameworks.schedules
# must read: at most 0.75 is asked
def schedules() -> dict[str, list[float]]:
    return {
        "PyTorch": [0.1] * 180 + [0.001] * 20,
        "Keras": [0.03] * 150 + [0.0003] * 50,
        "tie": np.geomspace(0.07, 0.0007, 200).tolist(),
    }
