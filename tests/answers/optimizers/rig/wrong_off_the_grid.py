# exercise: optimizers.rig
# must read: is not a rate of RATES
def rig():
    return {"momentum": 0.003, "Adam": 0.06, "chosen": (0.0022, 0.04), "winner": "Adam"}
