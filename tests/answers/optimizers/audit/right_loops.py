# exercise: optimizers.audit
def audit(study):
    result = []
    steps = list(study["steps"].values())
    if steps[0] != steps[1]:
        result.append("budget")
    inside = True
    for name, rate in study["chosen"].items():
        smaller = [r for r in study["rates"][name] if r < rate]
        larger = [r for r in study["rates"][name] if r > rate]
        inside = inside and bool(smaller) and bool(larger)
    if not inside:
        result.append("grid")
    if any(seed in study["choosers"] for seed in study["reporters"]):
        result.append("seeds")
    if study["winner"] is not None:
        (other,) = set(study["accuracy"]) - {study["winner"]}
        lead = [
            a - b for a, b in zip(study["accuracy"][study["winner"]], study["accuracy"][other], strict=True)
        ]
        mean = sum(lead) / len(lead)
        variance = sum((x - mean) ** 2 for x in lead) / (len(lead) - 1)
        if mean <= 3 * (variance / len(lead)) ** 0.5:
            result.append("difference")
    return result
