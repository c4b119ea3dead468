# exercise: best_practices.deceive
# must read: not ten points fewer
def deceive():
    return {"bias": 3.0}, {"images": 500}
