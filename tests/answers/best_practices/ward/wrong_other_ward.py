# exercise: best_practices.ward
# must read: patient
def ward():
    return "Alan Turing", {
        "A": (24, "memory"),
        "B": (25, "still"),
        "C": (0, "none"),
        "D": (0, "none"),
        "E": (5, "fresh"),
        "F": (41, "margin"),
    }
