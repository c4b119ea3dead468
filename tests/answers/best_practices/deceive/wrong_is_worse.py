# exercise: best_practices.deceive
# must read: it *is* worse
def deceive():
    return {"shift": 1.0, "scale": 10.0}, {"wrong": 0.8}
