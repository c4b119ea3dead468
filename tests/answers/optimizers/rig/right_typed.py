# exercise: optimizers.rig
def rig():
    return {"momentum": 0.003, "Adam": 0.06, "chosen": (float(RATES[5]), float(RATES[10])), "winner": "Adam"}
