# exercise: best_practices.ward
# must read: or it cries as well when that line is mended
def ward():
    return "Ada Lovelace", {
        "A": (24, "overfit"),
        "B": (25, "still"),
        "C": (0, "none"),
        "D": (0, "none"),
        "E": (5, "fresh"),
        "F": (41, "margin"),
    }
