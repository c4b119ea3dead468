# exercise: best_practices.ward
# must read: the first result is your name
def ward():
    return "", {
        "A": (24, "memory"),
        "B": (25, "still"),
        "C": (0, "none"),
        "D": (0, "none"),
        "E": (5, "fresh"),
        "F": (41, "margin"),
    }
