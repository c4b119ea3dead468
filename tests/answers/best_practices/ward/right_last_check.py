# exercise: best_practices.ward
def ward():
    return "Ada Lovelace", {
        "A": (5, "margin"),
        "B": (5, "fresh"),
        "C": (24, "margin"),
        "D": (14, "margin"),
        "E": (0, "none"),
        "F": (0, "none"),
    }
