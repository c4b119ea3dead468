# exercise: best_practices.ward
# must read: a healthy patient has line 0
def ward():
    return "Ada Lovelace", {
        "A": (24, "memory"),
        "B": (25, "still"),
        "C": (0, "start"),
        "D": (0, "none"),
        "E": (5, "fresh"),
        "F": (41, "margin"),
    }
