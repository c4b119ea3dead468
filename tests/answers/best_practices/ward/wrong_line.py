# exercise: best_practices.ward
# must read: is ill, but line
def ward():
    return "Ada Lovelace", {
        "A": (25, "memory"),
        "B": (25, "still"),
        "C": (0, "none"),
        "D": (0, "none"),
        "E": (5, "fresh"),
        "F": (41, "margin"),
    }
