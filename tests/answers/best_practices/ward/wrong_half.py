# exercise: best_practices.ward
# must read: a healthy patient has line 0
def ward():
    return "Ada Lovelace", {
        "A": (5, "pairs"),
        "B": (5, "fresh"),
        "C": (24, "memory"),
        "D": (14, "still"),
        "E": (0, "start"),
        "F": (0, "none"),
    }
