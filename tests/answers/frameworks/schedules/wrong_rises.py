# exercise: frameworks.schedules
# must read: the rate rises at some step
def schedules() -> dict[str, list[float]]:
    return {
        "PyTorch": [0.05] + [0.1] * 179 + [0.001] * 20,
        "Keras": [0.03] * 5 + [0.0003] * 195,
        "tie": np.geomspace(0.07, 0.0007, 200).tolist(),
    }
