# exercise: best_practices.deceive
# must read: is not from
def deceive():
    return {"bias": 30.0}, {"wrong": 0.8}
