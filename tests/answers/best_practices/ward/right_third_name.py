# exercise: best_practices.ward
def ward():
    return "Émilie du Châtelet", {
        "A": (5, "fresh"),
        "B": (0, "none"),
        "C": (0, "none"),
        "D": (18, "overfit"),
        "E": (14, "margin"),
        "F": (41, "margin"),
    }
