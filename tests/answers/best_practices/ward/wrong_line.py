# exercise: best_practices.ward
# must read: is ill, but line
def ward():
    return "Ada Lovelace", {
        "A": (6, "pairs"),
        "B": (5, "fresh"),
        "C": (24, "memory"),
        "D": (14, "still"),
        "E": (0, "none"),
        "F": (0, "none"),
    }
