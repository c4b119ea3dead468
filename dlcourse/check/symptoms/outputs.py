"""What the outputs tell before any training: their kind, the loss, the samples, the modes, the units."""

import math
from typing import Any

import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

from dlcourse.check.findings import Verdict
from dlcourse.check.symptoms.case import Case, Found, broken, ok
from dlcourse.check.symptoms.steps import ADAMS, descend

_SQUASHED = {"sigmoid": (0.01, 0.99), "tanh": (-0.99, 0.99)}


def output(case: Case) -> Found:
    out, y, axis = case.run().detach(), case.y, case.axis
    shape, size = tuple(out.shape), out.numel() / len(y)
    if out.ndim == 0 or len(out) != len(y):
        return broken(size, f"{len(y)} samples give outputs {shape}", "keep the samples in the first axis")
    if axis is None and y.is_floating_point() and out.shape != y.shape:
        says = (
            f"outputs {shape} and y {tuple(y.shape)} differ, so the loss compares every output with every y"
        )
        return broken(size, says, "give both one shape, as in y[:, None] or out.squeeze(1)")
    if axis is None:
        return ok(size, f"outputs {shape}")
    if out.shape[axis] == 1:
        return broken(1, "one output: softmax of it is always 1", "use K outputs, or a binary loss on logits")
    shift = (case.loss(out + 1, y) - case.loss(out, y)).item()  # 0 when the loss takes logits
    probabilities = bool((out >= 0).all()) and torch.allclose(
        out.sum(axis), torch.ones(()).to(out), atol=1e-3
    )
    log_probabilities = torch.allclose(out.exp().sum(axis), torch.ones(()).to(out), atol=1e-3)
    if probabilities and abs(shift) < 1e-4:
        says = "the outputs of a sample add up to 1, and the loss applies softmax once more"
        return broken(1, says, "return the logits: drop the softmax at the end of the model")
    if shift < -1e-4 and not probabilities and not log_probabilities:
        says = f"adding 1 to every output changes the loss by {shift:.3g}: the loss expects log-probabilities"
        return broken(shift, says, "use cross_entropy on logits, or end the model in log_softmax")
    return ok(out.shape[axis], f"{out.shape[axis]} outputs of the kind that the loss expects")


def start(case: Case) -> Found:
    out = case.run(train=True).detach()
    value, level = case.loss(out, case.y).item(), case.baseline(out, case.y, max)
    if not math.isfinite(value):
        return broken(value, f"the loss is {value}", "look for a log of 0, a division by 0 or huge weights")
    name = "log K" if case.axis and abs(level - math.log(out.shape[case.axis])) < 1e-3 else "a constant guess"
    says = f"the loss starts at {value:.3g}; {name} gives {level:.3g}"
    verdict: Verdict = "ok" if value <= 1.5 * level + 1e-6 else "look" if value <= 3 * level else "broken"
    remedy = "scale the input, or make the last layer's initial weights smaller"
    return Found(verdict, value / level if level else value, says, remedy)


def independence(case: Case) -> Found:
    X, i = case.X[:16], min(len(case.X), 16) // 2
    others = torch.arange(len(X), device=X.device) != i
    if X.is_floating_point():
        X = X.detach().clone().requires_grad_()
        with torch.backends.cudnn.flags(enabled=False):  # its RNNs have no backward in eval mode
            row = case.run(X * 1)[i]
            if not row.requires_grad:
                return broken(0, "no gradient passes through the model", "look for detach, no_grad or .data")
            weights = torch.randn(row.shape, generator=torch.Generator().manual_seed(case.seed)).to(row)
            grad = torch.autograd.grad((row * weights).sum(), X, allow_unused=True)[0]
        effect = torch.zeros(len(X)).to(X) if grad is None else grad.flatten(1).norm(dim=1)
    else:  # whole numbers have no gradient: put other samples around sample i
        swapped = torch.where(others.view(-1, *[1] * (X.ndim - 1)), case.X[-len(X) :].flip(0), X)
        one = X.clone()
        one[i] = X[(i + 1) % len(X)]
        before, around, own = (case.run(part).detach()[i] for part in (X, swapped, one))
        effect = torch.where(others, (around - before).norm(), (own - before).norm())
    mixed, own = effect[others].max().item(), effect[i].item()
    share = mixed / (mixed + own) if mixed + own else 0.0
    if share > 1e-4:
        says = f"output {i} depends on other samples: {share:.0%} of the effect"
        return broken(share, says, "look for a view that mixes axes, batch_first, or a mean over axis 0")
    if own == 0:
        return broken(0, f"output {i} does not depend on its input", "look for an unused x or dead units")
    return ok(share, "each output depends on its own sample alone")


def modes(case: Case) -> Found:
    first, again = case.run().detach(), case.run().detach()
    if (noise := (first - again).abs().max().item()) > 1e-5 * (1 + first.abs().max().item()):
        says = f"two passes in eval mode differ by {noise:.3g}"
        return broken(noise, says, "give F.dropout training=self.training, or use nn.Dropout")
    if torch.allclose(case.run(train=True), first, atol=1e-5):
        return ok(0.0, "the same outputs in train and eval mode, dropout aside")
    X, y = case.small()
    descend(case, ADAMS["Adam with lr 0.001"], X, y, steps=30)
    with torch.no_grad():
        for _ in range(100):  # running statistics of a sound momentum arrive in that time
            train = case.loss(out := case.run(X, train=True), y).item()
        gap = case.loss(case.run(X), y).item() - train
        level = case.baseline(out, y)
    verdict: Verdict = "broken" if not gap <= 0.5 * level else "ok"
    says = f"after some training the loss is {train:.3g} in train mode and {gap + train:.3g} in eval mode"
    remedy = "look at the running statistics: momentum of the batch norm, shared layers"
    return Found(verdict, gap, says, remedy)


class _Activations(TorchFunctionMode):
    """Note the output of every activation function, called as a module, a function or a method."""

    def __init__(self) -> None:
        self.outputs: list[tuple[str, Tensor]] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        name = getattr(func, "__name__", "").rstrip("_")
        nested = self.outputs and self.outputs[-1][1] is result  # F.relu calls torch.relu
        if name in ("relu", *_SQUASHED) and not nested:
            self.outputs.append((name, result))
        return result


def dead_units(case: Case) -> Found:
    with _Activations() as seen, torch.no_grad():
        case.run(train=True)
    shares, worst = {}, (0.0, "")
    for i, (name, a) in enumerate(seen.outputs, 1):
        if name == "relu":  # a unit is a channel of a picture (B, C, H, W), otherwise one of the last axis
            units = a.movedim(1, -1) if a.ndim == 4 else a
            dead = (units.flatten(0, -2) <= 0).all(0).double().mean().item()
        else:
            low, high = _SQUASHED[name]
            dead = ((a < low) | (a > high)).double().mean().item()
        shares[f"{name} {i}"] = dead
        worst = max(worst, (dead, f"{name} {i}"))
    if not shares:
        return ok(math.nan, "no ReLU, sigmoid or tanh to watch", layers=shares)
    kind = "always 0" if worst[1].startswith("relu") else "saturated"
    where = f"{worst[0]:.0%} {kind} in {worst[1]} of {len(shares)}, no layer has more"
    says = where if worst[1] else "no such unit"
    usual = 0.75 if worst[1].startswith("relu") else 0.5  # at initialization half a deep ReLU layer may be 0
    verdict: Verdict = "broken" if worst[0] > 0.9 else "look" if worst[0] > usual else "ok"
    remedy = "smaller weights, biases at 0, a lower lr, or LeakyReLU and GELU"
    return Found(verdict, worst[0], says, remedy, shares)
