# exercise: best_practices.deceive
def deceive():
    return {"bias": 4.0, "epochs": 8}, {"wrong": 0.8}
