# exercise: best_practices.ward
def ward():
    return "  grace   HOPPER ", {
        "A": (0, "none"),
        "B": (0, "none"),
        "C": (5, "fresh"),
        "D": (41, "margin"),
        "E": (26, "overfit"),
        "F": (18, "still"),
    }
