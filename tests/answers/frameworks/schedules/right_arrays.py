# exercise: frameworks.schedules
def schedules():
    t = np.arange(200)
    return {
        "PyTorch": np.where(t < 150, 0.1, 0.001),
        "Keras": np.where(t < 6, 0.03, 0.0003),
        "tie": 0.00035 + (0.035 - 0.00035) * (1 + np.cos(np.pi * t / 199)) / 2,
    }
