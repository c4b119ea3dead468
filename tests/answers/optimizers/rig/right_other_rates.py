# exercise: optimizers.rig
def rig():
    return {"momentum": 0.005, "Adam": np.float64(0.04), "chosen": [0.0018, 0.0316], "winner": "Adam"}
