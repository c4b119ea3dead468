# exercise: optimizers.rig
# must read: times its standard error
def rig():
    return {"momentum": 0.003, "Adam": 0.06, "chosen": (float(RATES[5]), float(RATES[10])), "winner": "tie"}
