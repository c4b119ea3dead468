# exercise: best_practices.ward
def ward():
    return "  grace   HOPPER ", {
        "A": (5, "fresh"),
        "B": (0, "none"),
        "C": (0, "none"),
        "D": (18, "still"),
        "E": (26, "overfit"),
        "F": (41, "margin"),
    }
