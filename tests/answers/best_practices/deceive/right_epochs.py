# exercise: best_practices.deceive
def deceive():
    return {"bias": 2.5}, {"wrong": 0.9, "epochs": 8}
