# exercise: optimizers.audit
# must read: all four are broken
def audit(study):
    broken = []
    if len(set(study["steps"].values())) > 1:
        broken.append("budget")
    if any(r in (min(study["rates"][n]), max(study["rates"][n])) for n, r in study["chosen"].items()):
        broken.append("grid")
    if set(study["choosers"]) & set(study["reporters"]):
        broken.append("seeds")
    if study["winner"] is not None:
        loser = next(name for name in study["accuracy"] if name != study["winner"])
        lead = np.array(study["accuracy"][study["winner"]]) - np.array(study["accuracy"][loser])
        if not lead.mean() > 3 * lead.std(ddof=1) / np.sqrt(len(lead)):
            broken.append("difference")
    return broken[:1]
