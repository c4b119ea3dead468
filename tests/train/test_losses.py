"""What a loss is the mean of: no result depends on how the data were cut into batches."""

import copy
from functools import partial

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

from dlcourse.train import TensorLoader, accuracy, evaluate, fit

WEIGHT = torch.tensor([0.01, 5.0, 0.5])


class Renamed(nn.CrossEntropyLoss):
    """A subclass that changes nothing."""


def as_pair(outputs: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    return F.cross_entropy(outputs, y, reduction="sum"), (y != -100).sum()


def weighted_pair(outputs: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Its count may be below 1."""
    return F.cross_entropy(outputs, y, WEIGHT, reduction="sum"), WEIGHT[y[y != -100]].sum()


#: A loss, and the mean over all the data at once that it stands for
CLASS_LOSSES = {
    "function": (F.cross_entropy, F.cross_entropy),
    "module": (nn.CrossEntropyLoss(), F.cross_entropy),
    "subclass": (Renamed(), F.cross_entropy),
    "sum": (nn.CrossEntropyLoss(reduction="sum"), F.cross_entropy),
    "none": (nn.CrossEntropyLoss(reduction="none"), F.cross_entropy),
    "partial sum": (partial(F.cross_entropy, reduction="sum"), F.cross_entropy),
    "weights": (nn.CrossEntropyLoss(WEIGHT), partial(F.cross_entropy, weight=WEIGHT)),
    "weights, sum": (nn.CrossEntropyLoss(WEIGHT, reduction="sum"), partial(F.cross_entropy, weight=WEIGHT)),
    "partial weights": (partial(F.cross_entropy, weight=WEIGHT), partial(F.cross_entropy, weight=WEIGHT)),
    "smoothing": (nn.CrossEntropyLoss(label_smoothing=0.2), partial(F.cross_entropy, label_smoothing=0.2)),
    "smoothing, weights": (
        nn.CrossEntropyLoss(WEIGHT, label_smoothing=0.2),
        partial(F.cross_entropy, weight=WEIGHT, label_smoothing=0.2),
    ),
    "ignore 0": (nn.CrossEntropyLoss(ignore_index=0), partial(F.cross_entropy, ignore_index=0)),
    "ignore 255": (nn.CrossEntropyLoss(ignore_index=255), partial(F.cross_entropy, ignore_index=255)),
    "sum and count": (as_pair, F.cross_entropy),
    "sum and weight": (weighted_pair, partial(F.cross_entropy, weight=WEIGHT)),
}


def labels(name: str, n: int, seed: int) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    y = torch.randint(0, 3, (n,), generator=generator)
    ignored = {"ignore 0": 0, "ignore 255": 255}.get(name, -100)
    y[torch.rand(n, generator=generator) < 0.5] = ignored
    y[0] = 1
    return y


def net() -> nn.Linear:
    torch.manual_seed(0)
    return nn.Linear(4, 3)


def loader(kind: str, X: Tensor, y: Tensor, batch_size: int) -> TensorLoader | DataLoader:
    if kind == "tensors":
        return TensorLoader(X, y, batch_size=batch_size, shuffle=False)
    return DataLoader(TensorDataset(X, y), batch_size)


@pytest.mark.parametrize("name", CLASS_LOSSES)
@settings(max_examples=15, deadline=None)
@given(
    n=st.integers(1, 20),
    size=st.integers(1, 20),
    seed=st.integers(0, 99),
    kind=st.sampled_from(["tensors", "dataset"]),
)
def test_evaluation_is_that_of_all_data_at_once(name: str, n: int, size: int, seed: int, kind: str) -> None:
    loss, whole = CLASS_LOSSES[name]
    X, y, model = (
        torch.randn(n, 4, generator=torch.Generator().manual_seed(seed)),
        labels(name, n, seed),
        net(),
    )
    measured = evaluate(model, loader(kind, X, y, size), loss=loss, metrics={"accuracy": accuracy})
    assert measured["loss"] == pytest.approx(whole(model(X), y).item(), rel=1e-5)
    ignored = {"ignore 0": 0, "ignore 255": 255}.get(name, -100)
    counts = y != ignored
    assert measured["accuracy"] == pytest.approx(accuracy(model(X)[counts], y[counts]).item())


@pytest.mark.parametrize("name", CLASS_LOSSES)
@pytest.mark.parametrize("kind", ["tensors", "dataset"])
def test_accumulated_batches_give_the_gradient_of_all_data_at_once(name: str, kind: str) -> None:
    loss, whole = CLASS_LOSSES[name]
    X, y = torch.randn(12, 4, generator=torch.Generator().manual_seed(1)), labels(name, 12, 1)
    y[3:6] = {"ignore 0": 0, "ignore 255": 255}.get(name, -100)  # a batch of which nothing counts
    ours, theirs = net(), net()
    for model, size in ((ours, 3), (theirs, 12)):
        sgd = torch.optim.SGD(model.parameters(), lr=1.0)
        history = fit(model, loader(kind, X, y, size), epochs=1, loss=loss, optimizer=sgd, accumulate=12)
        assert history["loss"][0] == pytest.approx(whole(net()(X), y).item(), rel=1e-5)
    bare = net()
    whole(bare(X), y).backward()
    for p, q, r in zip(ours.parameters(), theirs.parameters(), bare.parameters(), strict=True):
        torch.testing.assert_close(p, q, rtol=1e-5, atol=1e-6)
        torch.testing.assert_close(p, r - r.grad, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("loss", [nn.MSELoss(reduction="sum"), nn.L1Loss(reduction="none"),
    partial(F.mse_loss, reduction="sum"), nn.BCEWithLogitsLoss(reduction="sum")])  # fmt: skip
@pytest.mark.parametrize("size", [1, 3, 8])
def test_the_reduction_of_a_loss_of_elements_makes_no_difference(loss, size: int) -> None:
    X, y = torch.randn(8, 4), torch.rand(8, 3)
    plain = copy.copy(loss) if isinstance(loss, nn.Module) else F.mse_loss
    if isinstance(loss, nn.Module):
        plain.reduction = "mean"
    measured = evaluate(net(), TensorLoader(X, y, batch_size=size), loss=loss)["loss"]
    assert measured == pytest.approx(plain(net()(X), y).item(), rel=1e-5)


def test_labels_of_pixels_and_tokens_count_one_by_one() -> None:
    class Columns(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.scale = nn.Parameter(torch.ones(()))

        def forward(self, X: Tensor) -> Tensor:
            return self.scale * X

    X, y = torch.randn(6, 3, 5), torch.randint(0, 3, (6, 5))
    y[torch.rand(6, 5) < 0.6] = -100
    results = [evaluate(Columns(), TensorLoader(X, y, batch_size=size)) for size in (1, 4, 6)]
    for result in results:
        assert result["loss"] == pytest.approx(F.cross_entropy(X, y).item(), rel=1e-5)
        assert result["accuracy"] == pytest.approx((X.argmax(1) == y)[y != -100].float().mean().item())


def test_with_class_probabilities_the_most_probable_class_is_the_label() -> None:
    X, y = torch.randn(3, 4), F.one_hot(torch.tensor([0, 2, 1]), 3).float()  # as many rows as classes
    for reduction in ("mean", "sum", "none"):
        loss = nn.CrossEntropyLoss(reduction=reduction)
        measured = evaluate(net(), TensorLoader(X, y, batch_size=2), loss=loss)
        assert measured["loss"] == pytest.approx(F.cross_entropy(net()(X), y).item(), rel=1e-5)
        assert measured["accuracy"] == accuracy(net()(X), y.argmax(1)).item()


def test_nothing_that_counts_is_said() -> None:
    with pytest.raises(ValueError, match="no target counts"):
        evaluate(net(), TensorLoader(torch.randn(4, 4), torch.full((4,), -100)))


def test_a_loss_that_is_not_one_number() -> None:
    with pytest.raises(ValueError, match=r"one number, got shape \(4,\); use its .mean\(\)"):
        evaluate(
            net(), TensorLoader(torch.randn(4, 4), torch.zeros(4)), loss=lambda outputs, y: outputs[:, 0] - y
        )


def test_a_model_without_parameters_can_be_evaluated() -> None:
    X, y = torch.eye(3), torch.arange(3)
    assert evaluate(nn.Identity(), TensorLoader(X, y))["accuracy"] == 1
