# exercise: best_practices.ward
# must read: the line is right, but 'apart' raises no alarm
def ward():
    return "Ada Lovelace", {
        "A": (5, "apart"),
        "B": (5, "fresh"),
        "C": (24, "memory"),
        "D": (14, "still"),
        "E": (0, "none"),
        "F": (0, "none"),
    }
