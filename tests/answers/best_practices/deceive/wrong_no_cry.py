# exercise: best_practices.deceive
# must read: no check cries
def deceive():
    return {"bias": 0.3}, {"wrong": 0.8}
