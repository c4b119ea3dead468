# exercise: best_practices.ward
# must read: is ill: train it
def ward():
    return "Ada Lovelace", {
        "A": (0, "none"),
        "B": (25, "still"),
        "C": (20, "start"),
        "D": (0, "none"),
        "E": (5, "fresh"),
        "F": (41, "margin"),
    }
