"""Early stopping, checkpoints, logs and the learning-rate finder do what their descriptions say."""

import math
from pathlib import Path

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from dlcourse.files import write_aside
from dlcourse.train import (
    Callback,
    Checkpoint,
    EarlyStopping,
    History,
    TensorLoader,
    evaluate,
    find_lr,
    fit,
    load_weights,
    save_weights,
)  # fmt: skip
from tests.train.job import data, net

X, Y = data()


class Pretend(Callback):
    """Writes chosen values into the history's column "score" and remembers the weights."""

    def __init__(self, scores: list[float]):
        self.scores, self.weights = scores, []

    def on_epoch(self, run) -> None:
        run.history[-1]["score"] = self.scores[run.epoch - 1]
        self.weights.append(run.model[0].weight.detach().clone())


@pytest.mark.parametrize(
    ("scores", "options", "epochs", "best"),
    [
        ([3, 2, 1, 2, 2, 2, 0], {"patience": 3}, 6, 3),
        ([1, 2, 3, 2, 1, 0, 9], {"patience": 3, "mode": "max"}, 6, 3),
        ([5, 4, 3, 2, 1, 0.5, 0.2], {"patience": 3}, 7, 7),  # never stopped: the best all the same
        ([5, 4, 3, 2, 1, 0.5, 9], {"patience": 3}, 7, 6),
        (
            [10, 9.9, 9.8, 9.7, 5, 5, 5],
            {"patience": 3, "min_delta": 0.5},
            4,
            4,
        ),  # a lead too small to wait for
        ([0.010, 0.008, 0.006, 0.004, 0, 0, 0], {"patience": 3, "min_delta": 0.001}, 7, 5),
    ],
)
def test_early_stopping_restores_the_best_weights(scores, options: dict, epochs: int, best: int) -> None:
    model, pretend = net(), Pretend(scores)
    stopper = EarlyStopping(monitor="score", **options)
    history = fit(model, TensorLoader(X, Y), epochs=7, callbacks=[pretend, stopper])
    assert len(history) == epochs
    assert torch.equal(model[0].weight, pretend.weights[best - 1])


def test_with_ema_the_best_average_is_restored() -> None:
    loader = TensorLoader(X, Y, batch_size=16)
    model = net()
    history = fit(model, loader, loader, epochs=8, lr=0.3, ema=0.5, callbacks=[EarlyStopping(8)])
    assert evaluate(model, loader)["loss"] == pytest.approx(history.best()["val_loss"], rel=1e-5)


def test_a_reused_early_stopping_starts_afresh() -> None:
    stop, loader = EarlyStopping(2), TensorLoader(X, Y)
    for lr in (0.0, 0.01, 0.0):  # without progress, with it, without
        fresh, again = EarlyStopping(2), stop
        models = net(), net()
        logs = [
            fit(model, loader, loader, epochs=6, optimizer="sgd", lr=lr, callbacks=[callback])
            for model, callback in zip(models, (fresh, again), strict=True)
        ]
        assert len(logs[0]) == len(logs[1])
        assert fresh.epoch == again.epoch


def test_callbacks_of_a_run_that_failed_start_afresh(tmp_path: Path) -> None:
    class Fail(Callback):
        def on_epoch(self, run) -> None:
            raise RuntimeError("as planned")

    pretend = Pretend([0.0] * 3)
    callbacks = [EarlyStopping(1, "score"), Checkpoint(tmp_path / "a", monitor="score", seconds=0)]
    with pytest.raises(RuntimeError, match="as planned"):
        fit(net(), TensorLoader(X, Y), epochs=3, callbacks=[pretend, *callbacks, Fail()])
    worse, other = Pretend([5.0, 4.0, 3.0]), nn.Sequential(nn.Linear(8, 2))
    assert len(fit(other, TensorLoader(X, Y), epochs=3, callbacks=[worse, *callbacks])) == 3
    best = torch.load(tmp_path / "a" / "best.pt", weights_only=True)
    assert best["row"]["score"] == 3
    assert torch.equal(best["model"]["0.weight"], other[0].weight)


@pytest.mark.parametrize("make", [EarlyStopping, lambda **options: Checkpoint("unused", **options)])
@pytest.mark.parametrize(
    ("monitor", "mode"), [("val_accuracy", "min"), ("accuracy", "min"), ("val_loss", "max"), ("loss", "max")]
)
def test_a_mode_that_keeps_the_worst_is_refused(make, monitor: str, mode: str) -> None:
    with pytest.raises(
        ValueError, match=f'monitor="{monitor}" with mode="{mode}" keeps the worst; use mode='
    ):
        make(monitor=monitor, mode=mode)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"patience": 0}, "at least 1 epoch, got 0"),
        ({"min_delta": -1}, "got -1"),
        ({"mode": "low"}, "got 'low'"),
    ],
)
def test_early_stopping_refuses_wrong_arguments(options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        EarlyStopping(**options)


def test_best_holds_the_weights_of_the_best_epoch_and_last_those_of_the_last(tmp_path: Path) -> None:
    pretend = Pretend([3, 1, 2])
    fit(
        net(),
        TensorLoader(X, Y),
        epochs=3,
        callbacks=[Checkpoint(tmp_path, seconds=0, monitor="score"), pretend],  # runs last wherever it stands
    )
    for name, epoch in {"best.pt": 2, "last.pt": 3}.items():
        content = torch.load(tmp_path / name, weights_only=True)
        assert torch.equal(content["model"]["0.weight"], pretend.weights[epoch - 1])
    assert torch.load(tmp_path / "best.pt", weights_only=True)["row"]["score"] == 1


def test_a_checkpoint_costs_a_write_only_when_the_last_is_old(tmp_path: Path) -> None:
    written: list[int] = []

    class Count(Checkpoint):
        def write(self, run) -> None:
            written.append(run.epoch)
            super().write(run)

    fit(net(), TensorLoader(X, Y), epochs=5, callbacks=[Count(tmp_path / "a", seconds=1000)])
    fit(net(), TensorLoader(X, Y), epochs=5, callbacks=[Count(tmp_path / "b", seconds=0)])
    assert written == [5, 1, 2, 3, 4, 5]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("good")

    def fail(aside: Path) -> None:
        aside.write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_aside(path, fail)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("file", "good")]


class Tied(nn.Module):
    """Two layers that share a weight, as language models do."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b = nn.Linear(8, 8), nn.Linear(8, 8)
        self.b.weight = self.a.weight

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        return self.b(self.a(X))


@pytest.mark.parametrize("name", ["w.pt", "w.safetensors"])
@pytest.mark.parametrize("make", [net, Tied])
def test_weights_survive_the_way_to_disk(name: str, make, tmp_path: Path) -> None:
    there, back = make(), make()
    for p in there.parameters():
        nn.init.normal_(p)
    save_weights(there, tmp_path / name)
    load_weights(back, tmp_path / name)
    for p, q in zip(there.parameters(), back.parameters(), strict=True):
        assert torch.equal(p, q)
    with pytest.raises(ValueError, match="another model"):
        load_weights(nn.Linear(3, 3), tmp_path / name)


def test_weights_can_be_loaded_from_a_checkpoint(tmp_path: Path) -> None:
    model, back = net(), nn.Sequential(*[type(m)(8, 16) if i == 9 else m for i, m in enumerate(net())])
    fit(model, TensorLoader(X, Y), epochs=1, callbacks=[Checkpoint(tmp_path)])
    load_weights(back, tmp_path / "last.pt")
    assert torch.equal(model[0].weight, back[0].weight)


def test_the_finder_leaves_model_loader_and_generators_alone() -> None:
    y = (X[:, 0] > 0).long()
    model, loader = net(), TensorLoader(X, y, batch_size=16)
    before = [p.clone() for p in model.state_dict().values()], torch.get_rng_state()
    curve = find_lr(model, loader, steps=50)
    assert all(torch.equal(p, q) for p, q in zip(before[0], model.state_dict().values(), strict=True))
    assert torch.equal(before[1], torch.get_rng_state())
    fresh = TensorLoader(X, y, batch_size=16)
    assert torch.equal(next(iter(loader))[1], next(iter(fresh))[1])
    assert 1e-6 < curve.suggestion < 1


def test_the_finder_stays_below_where_gradient_descent_diverges() -> None:
    A = torch.linspace(-1, 1, 64)[:, None]
    noise = torch.randn(64, 1, generator=torch.Generator().manual_seed(0))
    loader = TensorLoader(A, 3 * A + 0.1 * noise, batch_size=8)
    curve = find_lr(nn.Linear(1, 1), loader, loss=F.mse_loss, optimizer="sgd", start=1e-4, stop=100)
    limit = 2 / 2  # 2 / the largest curvature, that of the bias, above which each step overshoots more
    assert limit / 100 < curve.suggestion < limit
    assert curve.rates[-1] < 100  # it ended when the loss blew up
    assert len(curve.plot().lines) == 2


def test_the_finder_says_when_the_loss_falls_nowhere() -> None:
    with pytest.raises(ValueError, match="the loss fell nowhere"):
        find_lr(net(), TensorLoader(X, Y), loss=lambda outputs, y: outputs.sum() * 0 + 1)


def test_history_is_a_table() -> None:
    history = History([{"epoch": 1, "loss": 2.0}, {"epoch": 2, "loss": 1.0, "extra": 5.0}])
    assert history.columns == ["epoch", "loss", "extra"]
    assert math.isnan(history["extra"][0])
    assert history.best("loss") == history[-1]
    assert repr(history).splitlines() == ["epoch  loss  extra", "    1     2    nan", "    2     1      5"]
    assert history._repr_html_().count("<tr>") == 3
    with pytest.raises(KeyError, match="no column 'val_loss'; there are epoch, loss, extra"):
        history["val_loss"]


def test_history_becomes_a_dataframe() -> None:
    pytest.importorskip("pandas")
    frame = History([{"epoch": 1, "loss": 2.0}, {"epoch": 2, "loss": 1.0}]).to_pandas()
    assert frame.loss.tolist() == [2, 1]
    assert frame.index.tolist() == [1, 2]
