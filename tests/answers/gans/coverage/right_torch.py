# exercise: gans.coverage
def coverage(X, centers, radius):
    distance, which = torch.cdist(torch.tensor(X), torch.tensor(centers)).min(dim=1)
    inside = which[distance <= radius]
    count = torch.bincount(inside, minlength=len(centers))
    return (4 * count * len(centers) >= len(X)).sum().item(), len(inside) / len(X)
