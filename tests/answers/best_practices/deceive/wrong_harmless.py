# exercise: best_practices.deceive
# must read: not ten worse
def deceive():
    return {"bias": 3.0}, {"points": 500}
