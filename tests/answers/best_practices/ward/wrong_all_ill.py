# exercise: best_practices.ward
# must read: two of the six are healthy
def ward():
    return "Ada Lovelace", {
        "A": (5, "pairs"),
        "B": (5, "fresh"),
        "C": (24, "memory"),
        "D": (14, "still"),
        "E": (20, "start"),
        "F": (20, "start"),
    }
