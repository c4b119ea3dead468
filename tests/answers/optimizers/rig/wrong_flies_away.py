# exercise: optimizers.rig
# must read: one of the two flies away
def rig():
    return {"momentum": 0.003, "Adam": 0.3, "chosen": (float(RATES[5]), float(RATES[10])), "winner": "Adam"}
