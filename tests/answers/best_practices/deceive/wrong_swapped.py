# exercise: best_practices.deceive
# must read: no check cries
def deceive():
    return {"wrong": 0.8}, {"bias": 3.0}
