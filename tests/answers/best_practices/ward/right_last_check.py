# exercise: best_practices.ward
def ward():
    return "Ada Lovelace", {
        "A": (24, "margin"),
        "B": (25, "margin"),
        "C": (0, "none"),
        "D": (0, "none"),
        "E": (5, "fresh"),
        "F": (41, "margin"),
    }
