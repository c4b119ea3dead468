# exercise: best_practices.deceive
# must read: the check cries
def deceive():
    return {"bias": 3.0}, {"lr": 0.001}
