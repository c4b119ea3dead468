"""What a batch alone tells: its scale, whether its labels belong to it, whether they leak."""

import math

import torch
from torch import Tensor

from dlcourse.check.findings import Verdict
from dlcourse.check.symptoms.case import Case, Found, broken, look, ok, skipped


def input(case: Case) -> Found:
    for name, values in (("X", case.X), ("y", case.y)):
        if bad := int((~torch.isfinite(values)).sum()):
            return broken(bad, f"{bad} values of {name} are NaN or infinite", "find where they come from")
    if not case.X.is_floating_point():
        return ok(math.nan, "X holds whole numbers: no scale to measure")
    for name, values in (("X", case.X), ("y", case.y)):
        spread, mean = values.double().std().item(), values.double().mean().item()
        if values.is_floating_point() and (not 0.02 < spread < 5 or abs(mean) > 5 * max(spread, 1)):
            says = f"{name} has mean {mean:.3g} and standard deviation {spread:.3g}"
            return look(spread, says, f"bring {name} near mean 0, deviation 1, or into [0, 1]")
    return ok(spread := case.X.double().std().item(), f"standard deviation of X {spread:.3g}")


def _agreement(y: Tensor, near: Tensor) -> float:
    """How well the label of the nearest neighbor tells the label: share of equals, or correlation."""
    if y.is_floating_point():
        pair = torch.stack([y, y[near]]).double()
        return torch.corrcoef(pair)[0, 1].nan_to_num().item()
    return (y == y[near]).double().mean().item()


def labels(case: Case) -> Found:
    X, y = case.X.flatten(1), case.y.flatten(1)[:, 0] if case.y.ndim == 2 == 1 + case.y[0].numel() else case.y
    if not X.is_floating_point() or y.ndim != 1 or len(y) < 40:
        return skipped(math.nan, "needs 40 samples of real numbers with one label each")
    distance = torch.cdist(X.float(), X.float()).fill_diagonal_(math.inf)
    near, generator = distance.argmin(1), torch.Generator().manual_seed(case.seed)
    own = _agreement(y, near)
    shuffles = [torch.randperm(len(y), generator=generator).to(y.device) for _ in range(200)]
    chance = torch.tensor([_agreement(y[order], near) for order in shuffles])
    what = (
        "correlation with the label of the nearest sample"
        if y.is_floating_point()
        else "nearest labels equal"
    )
    says = f"{what}: {own:.2f}; shuffled labels give {chance.mean():.2f} ± {chance.std():.2f}"
    verdict: Verdict = "ok" if own > chance.mean() + 2.5 * chance.std() else "look"
    remedy = "compare X and y row by row: shuffle both in one order, or give a larger batch"
    return Found(verdict, own, says, remedy)


def leakage(case: Case) -> Found:
    X, y = case.X.flatten(1).double(), case.y
    if not case.X.is_floating_point() or not case.axis or y.ndim != 1 or len(y) < 40:
        return skipped(math.nan, "needs 40 samples of real numbers with one class each")
    groups = [X[y == k] for k in y.unique()]
    means = torch.stack([g.mean(0) for g in groups])  # (K, features)
    spread = torch.stack([(g - g.mean(0)).abs().max(0).values for g in groups]).max(0).values
    gap = means.sort(0).values.diff(dim=0).min(0).values if len(groups) > 1 else torch.zeros_like(spread)
    given_away = (gap > 30 * spread) & (gap > 0)
    count = int(given_away.sum())
    if count:
        first = int(given_away.nonzero()[0])
        says = f"feature {first} alone tells every label" + (f", as do {count - 1} more" if count > 1 else "")
        return broken(count, says, "remove what is computed from the label")
    return ok(0, "no single feature gives the label away")
