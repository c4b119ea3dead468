# exercise: best_practices.deceive
# must read: is not among
def deceive():
    return {"bias": 3.0}, {"width": 2}
