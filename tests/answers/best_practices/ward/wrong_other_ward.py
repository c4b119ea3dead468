# exercise: best_practices.ward
# must read: patient
def ward():
    return "Alan Turing", {
        "A": (5, "pairs"),
        "B": (5, "fresh"),
        "C": (24, "memory"),
        "D": (14, "still"),
        "E": (0, "none"),
        "F": (0, "none"),
    }
