# exercise: best_practices.ward
def ward():
    return "Émilie du Châtelet", {
        "A": (18, "margin"),
        "B": (9, "overfit"),
        "C": (0, "none"),
        "D": (0, "none"),
        "E": (25, "still"),
        "F": (33, "scoring"),
    }
