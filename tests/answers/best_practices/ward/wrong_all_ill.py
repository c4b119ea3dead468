# exercise: best_practices.ward
# must read: two of the six are healthy
def ward():
    return "Ada Lovelace", {
        "A": (24, "memory"),
        "B": (25, "still"),
        "C": (20, "start"),
        "D": (20, "start"),
        "E": (5, "fresh"),
        "F": (41, "margin"),
    }
