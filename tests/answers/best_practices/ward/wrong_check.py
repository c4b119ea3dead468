# exercise: best_practices.ward
# must read: the line is right, but 'apart' does not cry because of it
def ward():
    return "Ada Lovelace", {
        "A": (24, "apart"),
        "B": (25, "still"),
        "C": (0, "none"),
        "D": (0, "none"),
        "E": (5, "fresh"),
        "F": (41, "margin"),
    }
