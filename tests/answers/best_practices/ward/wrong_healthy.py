# exercise: best_practices.ward
# must read: is ill: train it
def ward():
    return "Ada Lovelace", {
        "A": (0, "none"),
        "B": (5, "fresh"),
        "C": (24, "memory"),
        "D": (14, "still"),
        "E": (20, "start"),
        "F": (0, "none"),
    }
