"""What gradients and a few steps tell: who learns, how fast, and whether one small batch can be learned."""

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import Tensor

from dlcourse.check.findings import Verdict
from dlcourse.check.symptoms.case import Case, Found, broken, look, ok, restoring

ADAMS = {f"Adam with lr {lr:g}": partial(torch.optim.Adam, lr=lr) for lr in (1e-3, 1e-2)}


def gradients(case: Case) -> Found:
    value = case.loss(case.run(train=True), case.y)
    if not value.requires_grad:
        says = "the loss is not connected to the parameters"
        return broken(0, says, "look for detach, .item(), NumPy or no_grad on the way to the loss")
    value.backward()
    parameters = {n: p for n, p in case.model.named_parameters() if p.requires_grad}
    unreached = [n for n, p in parameters.items() if p.grad is None or not p.grad.any()]
    norms = {n: p.grad.norm().item() for n, p in parameters.items() if p.grad is not None}
    if not all(map(math.isfinite, norms.values())):
        return broken(
            math.nan,
            "a gradient is NaN or infinite",
            "look for sqrt or log at 0, or 0/0",
            layers=norms,
        )
    weights = {n: norms[n] / p.numel() ** 0.5 for n, p in parameters.items() if n in norms and p.ndim > 1}
    if unreached:
        says = f"no gradient reaches {len(unreached)} of {len(parameters)} parameters, first {unreached[0]}"
        return broken(
            len(unreached),
            says,
            "use the layer in forward; initialize at random, not at 0",
            layers=norms,
        )
    if not weights:
        return ok(sum(norms.values()), "every parameter has a gradient", layers=norms)
    low, high = min(weights, key=weights.__getitem__), max(weights, key=weights.__getitem__)
    ratio = weights[low] / weights[high]
    says = f"an entry's gradient is {ratio:.1g} times as large in {low} as in {high}"
    remedy = "He or Xavier initialization, ReLU for sigmoid, normalization, or skip connections"
    verdict: Verdict = "ok" if ratio > 1e-4 else "look" if ratio > 1e-6 else "broken"
    return Found(verdict, ratio, says, remedy, norms)


def updates(case: Case) -> Found:
    parameters = {n: p for n, p in case.model.named_parameters() if p.requires_grad}
    before = {n: p.detach().clone() for n, p in parameters.items()}
    value = case.loss(case.run(train=True), case.y)
    if not value.requires_grad:
        return broken(0, "nothing moves: the loss has no gradient", "see the gradients")
    value.backward()
    (case.optimizer or ADAMS["Adam with lr 0.001"])(parameters.values()).step()
    ratios = {
        n: ((p.detach() - before[n]).norm() / before[n].norm()).item()
        for n, p in parameters.items()
        if p.ndim > 1 and before[n].any()
    }
    if not ratios:
        return ok(math.nan, "no weight matrix to measure")
    largest = max(ratios, key=lambda n: math.inf if math.isnan(ratios[n]) else ratios[n])
    top = ratios[largest]
    says = f"the first step changes {largest} by {top:.2g} of its size, more than any other layer"
    verdict: Verdict = "broken" if not top <= 1 else "look" if top > 0.2 or top < 1e-5 else "ok"
    remedy = "lower the learning rate" if not top < 1e-5 else "raise the learning rate"
    return Found(verdict, top, says, remedy, ratios)


def descend(
    case: Case, make: Callable[..., Any], X: Tensor, y: Tensor, steps: int
) -> tuple[float, float, int]:
    """Train on one batch: share of the way from the constant guess to the floor, the loss, the steps."""
    optimizer = make([p for p in case.model.parameters() if p.requires_grad])
    for step in range(1, steps + 1):
        out = case.run(X, train=True)
        value = case.loss(out, y)
        if step == 1:
            level, floor = case.baseline(out.detach(), y), case.lowest(out.detach(), y)
        gone = (level - value.item()) / max(level - floor, 1e-12)
        if gone > 0.95 or not math.isfinite(gone) or not value.requires_grad:
            break
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
    return gone, value.item(), step


def overfit(case: Case) -> Found:
    X, y = case.small()
    tries = ({"your optimizer": case.optimizer} if case.optimizer else {}) | ADAMS
    results = {}
    for name, make in tries.items():
        with restoring(case):
            results[name] = gone, value, step = descend(case, make, X, y, case.steps)
        if gone > 0.9:
            break
    says = f"{len(X)} samples: {name} brings the loss to {value:.2g} in {step} steps"
    if case.optimizer and gone > 0.9 and len(results) > 1:
        says += f"; yours to {results['your optimizer'][1]:.2g}"
        return look(results["your optimizer"][1], says, f"the model can learn: use {name}, change the lr")
    name = max(results, key=lambda n: results[n][0] if math.isfinite(results[n][0]) else -math.inf)
    gone, value, step = results[name]
    verdict: Verdict = "ok" if gone > 0.9 else "look" if gone > 0.5 else "broken"
    remedy = "a healthy model overfits a few samples: fix what is found above, or widen it"
    if verdict != "ok":
        says = f"{len(X)} samples: at best {name} brings the loss to {value:.2g} in {step} steps"
    return Found(verdict, value, says, remedy)
