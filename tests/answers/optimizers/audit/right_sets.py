# exercise: optimizers.audit
def audit(study):
    a, b = study["steps"]
    edges = [
        study["chosen"][n] in (sorted(study["rates"][n])[0], sorted(study["rates"][n])[-1]) for n in (a, b)
    ]
    found = {
        "budget": study["steps"][a] != study["steps"][b],
        "grid": any(edges),
        "seeds": not set(study["choosers"]).isdisjoint(study["reporters"]),
        "difference": False,
    }
    if study["winner"]:
        other = b if study["winner"] == a else a
        lead = torch.tensor(study["accuracy"][study["winner"]], dtype=torch.float64)
        lead = lead - torch.tensor(study["accuracy"][other], dtype=torch.float64)
        found["difference"] = bool(lead.mean() * len(lead) ** 0.5 <= 3 * lead.std())
    return tuple(name for name, broken in found.items() if broken)
