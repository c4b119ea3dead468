"""A run that is killed and resumed, in fresh processes, ends in the same bits as one that is not."""

import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import warnings
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn
from torch.optim.lr_scheduler import (
    CosineAnnealingLR,
    LinearLR,
    MultiStepLR,
    OneCycleLR,
    PolynomialLR,
    SequentialLR,
)
from torch.utils.data import DataLoader, TensorDataset

from dlcourse.train import (
    Callback,
    Checkpoint,
    EarlyStopping,
    TensorLoader,
    fit,
    load_weights,
    save_weights,
)
from dlcourse.train.files import read_checkpoint
from tests.train import job

#: Kills of a run with each kind of loader, in chains of at most four, at points drawn from a seed
KILLS = {"tensors": 8, "dataset": 4, "global": 4, "workers": 4}
CHAIN = 4
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def processes():
    """Starts processes that are forked from one that has imported torch and computed nothing."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.train.job"])
    return context


def run(processes, folder: Path, kind: str, kill_after: int | None = None) -> None:
    """Run the job in a new process; SIGKILL it some moment after it told of step `kill_after`."""
    read_end, write_end = processes.Pipe(duplex=False)
    process = processes.Process(target=job.alone, args=(folder, kind, write_end, kill_after is not None))
    process.start()
    write_end.close()  # so that reading ends when the process does
    try:
        while True:
            step = read_end.recv()
            if kill_after is not None and step >= kill_after:
                process.kill()
                break
    except EOFError:
        pass
    process.join()
    read_end.close()
    if kill_after is None:
        assert process.exitcode == 0
    else:
        assert process.exitcode == (-9 if os.name == "posix" else 1)


def run_in_a_new_interpreter(folder: Path, kind: str, kill_after: int | None = None) -> None:
    """The same with nothing shared, not even what was imported."""
    command = [sys.executable, "-m", "tests.train.job", str(folder), "--loader", kind]
    if kill_after is not None:
        command.append("--stay")
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if kill_after is not None and float(line) >= kill_after:
                process.kill()
                break
        process.stdout.read()
    assert (process.returncode == 0) == (kill_after is None)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KILLS)
def test_killed_runs_end_in_the_bits_of_a_run_without_interruption(kind, processes, tmp_path: Path) -> None:
    expected, rows = whole(tmp_path / "whole", kind)
    steps = len(rows) * job.BATCHES
    rng, left = random.Random(kind), int(os.environ.get("DLCOURSE_KILLS", KILLS[kind]))
    killed = tmp_path / "killed"
    while left:
        shutil.rmtree(killed, ignore_errors=True)
        points = sorted(rng.sample(range(1, steps - 1), min(left, CHAIN)))
        for point in points:
            run(processes, killed, kind, kill_after=point)
        left -= len(points)
        run(processes, killed, kind)
        same_end(killed, expected, rows)


@pytest.mark.slow
def test_a_killed_run_is_resumed_by_another_interpreter(tmp_path: Path) -> None:
    expected, rows = whole(tmp_path / "whole", "dataset")
    for kill_after in (len(rows) * job.BATCHES // 2, None):
        run_in_a_new_interpreter(tmp_path / "killed", "dataset", kill_after)
    same_end(tmp_path / "killed", expected, rows)


def whole(folder: Path, kind: str) -> tuple[dict, list[dict]]:
    """The weights and the history of a run without interruption."""
    with one_thread():
        expected = job.train(folder, kind).state_dict()
    rows = read_checkpoint(folder / "last.pt")["history"]
    assert len(rows) >= 3  # early stopping must leave room for the kills
    return expected, rows


def same_end(killed: Path, expected: dict, rows: list[dict]) -> None:
    assert same_bits(expected, torch.load(killed / "result.pt"))
    assert list(map(strip, rows)) == list(map(strip, read_checkpoint(killed / "last.pt")["history"]))


@contextmanager
def one_thread():
    """As in the job's processes: the number of threads decides about the last bits."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def strip(row: dict) -> dict:
    """Without the time that it took."""
    return {name: value for name, value in row.items() if name != "seconds"}


def same_bits(a: dict, b: dict) -> bool:
    return a.keys() == b.keys() and all(torch.equal(a[name], b[name]) for name in a)


class Crash(Exception):
    pass


class CrashAt(job.Callback):
    def __init__(self, step: int):
        self.step = step

    def on_step(self, run) -> None:
        if run.step == self.step:
            raise Crash


@pytest.mark.parametrize(
    ("step", "every"),  # an epoch has seven steps; None: at its end only
    [(1, 1), (7, 1), (8, 1), (1, 4), (13, 4), (14, 4), (6, None), (13, None), (41, None)],
)
@pytest.mark.parametrize("kind", ["tensors", "dataset", "global"])
def test_any_step_can_be_resumed_from_the_checkpoint_before_it(kind, step, every, tmp_path: Path) -> None:
    def train(folder: Path, *more) -> nn.Module:
        torch.manual_seed(9)
        random.seed(9)
        np.random.seed(9)  # noqa: NPY002
        model = job.net()
        callbacks = [*more, Checkpoint(folder, seconds=0 if every is None else 1e9, steps=every)]
        fit(model, job.loader(kind), epochs=6, callbacks=callbacks, resume=folder)
        return model

    whole = train(tmp_path / "whole")
    with pytest.raises(Crash):
        train(tmp_path / "crashed", CrashAt(step))
    resumed = train(tmp_path / "crashed")
    assert same_bits(whole.state_dict(), resumed.state_dict())


def test_workers_that_persist_are_warned_of(tmp_path: Path) -> None:
    loader = DataLoader(TensorDataset(*job.data()), 50, num_workers=1, persistent_workers=True)
    fit(job.net(), loader, epochs=1, callbacks=[Checkpoint(tmp_path)])
    with pytest.warns(UserWarning, match="workers that persist"):
        fit(job.net(), loader, epochs=2, resume=tmp_path)


def test_resume_within_an_accumulation_keeps_the_windows(tmp_path: Path) -> None:
    def train(folder: Path, *more) -> nn.Module:
        torch.manual_seed(9)
        model = job.net()
        callbacks = [*more, Checkpoint(folder, steps=1)]
        fit(model, job.loader("tensors"), epochs=3, accumulate=3, callbacks=callbacks, resume=folder)
        return model

    whole = train(tmp_path / "whole")
    with pytest.raises(Crash):
        train(tmp_path / "crashed", CrashAt(5))
    assert same_bits(whole.state_dict(), train(tmp_path / "crashed").state_dict())


def test_resuming_a_finished_run_changes_nothing(tmp_path: Path) -> None:
    first = job.train(tmp_path, "tensors").state_dict()
    assert same_bits(first, job.train(tmp_path, "tensors").state_dict())


def test_more_epochs_go_on_where_the_run_ended(tmp_path: Path) -> None:
    def train(epochs: int, folder: Path) -> tuple[nn.Module, int]:
        torch.manual_seed(9)
        model = job.net()
        history = fit(
            model, job.loader("tensors"), epochs=epochs, callbacks=[Checkpoint(folder)], resume=folder
        )
        return model, len(history)

    whole, _ = train(5, tmp_path / "whole")
    train(2, tmp_path / "parts")
    parts, rows = train(5, tmp_path / "parts")
    assert rows == 5
    assert same_bits(whole.state_dict(), parts.state_dict())


def test_another_setting_is_warned_of(tmp_path: Path) -> None:
    job.train(tmp_path, "tensors")
    threads = torch.get_num_threads()
    torch.set_num_threads(threads + 1)
    try:
        with pytest.warns(UserWarning, match=f"threads was {threads}, is {threads + 1}"):
            job.train(tmp_path, "tensors")
    finally:
        torch.set_num_threads(threads)


def test_another_kind_of_loader_is_refused(tmp_path: Path) -> None:
    job.train(tmp_path, "tensors")
    with pytest.raises(ValueError, match=r"made with a loader that has \['loader'\].*same kind"):
        job.train(tmp_path, "global")


def test_other_data_is_refused(tmp_path: Path) -> None:
    X, y = job.data()
    fit(job.net(), TensorLoader(X, y, batch_size=16), epochs=1, callbacks=[Checkpoint(tmp_path)])
    with pytest.raises(ValueError, match="with 7 batches an epoch, this loader has 4"):
        fit(job.net(), TensorLoader(X, y, batch_size=32), epochs=2, resume=tmp_path)


def test_a_checkpoint_of_other_arguments_is_refused(tmp_path: Path) -> None:
    X, y = job.data()
    fit(job.net(), TensorLoader(X, y), epochs=1, callbacks=[Checkpoint(tmp_path)])
    with pytest.raises(ValueError, match="this run has an ema, the checkpoint has not"):
        fit(job.net(), TensorLoader(X, y), epochs=2, ema=0.9, resume=tmp_path)


def test_a_callback_unknown_to_the_checkpoint_is_warned_of(tmp_path: Path) -> None:
    X, y = job.data()
    fit(job.net(), TensorLoader(X, y), epochs=1, callbacks=[Checkpoint(tmp_path)])
    with pytest.warns(UserWarning, match="has no state of EarlyStopping.0"):
        fit(
            job.net(),
            TensorLoader(X, y),
            epochs=2,
            callbacks=[EarlyStopping(monitor="loss")],
            resume=tmp_path,
        )


@pytest.mark.parametrize(
    "name", ["a.pt", "a.pth", "a.ckpt", "a.PT", "a.tar", "a", "last", "ünï cödé.pt", ".a"]
)
def test_a_file_of_any_name_is_resumed_and_must_exist(name: str, tmp_path: Path) -> None:
    X, y = job.data()
    fit(job.net(), TensorLoader(X, y), epochs=2, callbacks=[Checkpoint(tmp_path / "run")])
    with pytest.raises(FileNotFoundError, match="no checkpoint"):
        fit(job.net(), TensorLoader(X, y), epochs=3, resume=tmp_path / name)
    (tmp_path / "run" / "last.pt").rename(tmp_path / name)
    seen: list[int] = []

    class Count(Callback):
        def on_epoch(self, run) -> None:
            seen.append(run.epoch)

    fit(job.net(), TensorLoader(X, y), epochs=3, callbacks=[Count()], resume=str(tmp_path / name))
    assert seen == [3]


def test_a_folder_need_not_exist_if_a_checkpoint_makes_it(tmp_path: Path, monkeypatch) -> None:
    X, y = job.data()
    monkeypatch.chdir(tmp_path)
    assert len(fit(job.net(), TensorLoader(X, y), epochs=1, callbacks=[Checkpoint("a.b")], resume="a.b")) == 1
    assert len(fit(job.net(), TensorLoader(X, y), epochs=2, resume=tmp_path / "a.b")) == 2
    (tmp_path / "empty").mkdir()
    assert len(fit(job.net(), TensorLoader(X, y), epochs=1, resume="empty")) == 1
    with pytest.raises(FileNotFoundError, match="resume=folder may name a new folder"):
        fit(job.net(), TensorLoader(X, y), epochs=1, callbacks=[Checkpoint("other")], resume="mistyped")


SCHEDULES = {  # made for so many epochs of so many batches
    "cosine": lambda epochs, batches: lambda o: CosineAnnealingLR(o, epochs),
    "linear": lambda epochs, batches: lambda o: LinearLR(o, 1.0, 0.0, epochs),
    "polynomial": lambda epochs, batches: lambda o: PolynomialLR(o, epochs),
    "milestones": lambda epochs, batches: lambda o: MultiStepLR(o, [epochs // 2]),
    "warm-up and cosine": lambda epochs, batches: (
        lambda o: SequentialLR(o, [LinearLR(o, 0.1, total_iters=1), CosineAnnealingLR(o, epochs - 1)], [1])
    ),
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_of_another_length_is_warned_of(name: str, tmp_path: Path) -> None:
    def train(epochs: int) -> list[float]:
        options = {"scheduler": SCHEDULES[name](epochs, 7), "callbacks": [Checkpoint(tmp_path)]}
        return fit(job.net(), job.loader("tensors"), epochs=epochs, resume=tmp_path, **options)["lr"]

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        train(3)
        train(3)  # the same again
    with pytest.warns(UserWarning, match=r"resuming with other arguments: .* was .*, is .*load_weights"):
        train(6)


def test_a_schedule_that_ends_before_the_run_is_refused_or_warned_of(tmp_path: Path) -> None:
    def train(epochs: int, **options) -> None:
        fit(job.net(), job.loader("tensors"), epochs=epochs, callbacks=[Checkpoint(tmp_path)], **options)

    one = {"scheduler": lambda o: OneCycleLR(o, 0.1, total_steps=14), "scheduler_step": "batch"}
    train(2, **one)
    for options in ({}, {"resume": tmp_path}):
        with pytest.raises(ValueError, match="OneCycleLR has 14 steps and this run 21, one after each batch"):
            train(3, **one, **options)
    with pytest.warns(UserWarning, match=r"falls for 2 steps \(T_max\) and this run has 3.*rises again"):
        train(3, scheduler=lambda o: CosineAnnealingLR(o, 2))


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ({"lr": 0.1}, {"lr": 0.001}, "lr was 0.1, is 0.001"),
        ({}, {"lr": 0.1}, "lr was 0.001, is 0.1"),
        ({"optimizer": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9)},
         {"optimizer": lambda p: torch.optim.SGD(p, 0.1, momentum=0.5)}, "momentum was 0.9, is 0.5"),
        ({"optimizer": lambda p: torch.optim.AdamW(p, weight_decay=0.1)},
         {"optimizer": lambda p: torch.optim.AdamW(p, weight_decay=0.2)}, "weight_decay was 0.1, is 0.2"),
        ({"optimizer": torch.optim.Adam}, {"optimizer": lambda p: torch.optim.Adam(p, betas=(0.8, 0.999))},
         "betas 0 was 0.9, is 0.8"),
        ({"optimizer": lambda p: torch.optim.SGD([{"params": p[:1]}, {"params": p[1:], "lr": 0.1}], 0.1)},
         {"optimizer": lambda p: torch.optim.SGD([{"params": p[:1]}, {"params": p[1:], "lr": 0.2}], 0.1)},
         "group 1 lr was 0.1, is 0.2"),
    ],
)  # fmt: skip
def test_other_hyperparameters_are_warned_of(then: dict, now: dict, said: str, tmp_path: Path) -> None:
    fit(job.net(), job.loader("tensors"), epochs=1, callbacks=[Checkpoint(tmp_path)], **then)
    with pytest.warns(UserWarning, match=f"resuming with other arguments: {said}"):
        fit(job.net(), job.loader("tensors"), epochs=2, resume=tmp_path, **now)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit(job.net(), job.loader("tensors"), epochs=2, resume=tmp_path, **then)


def test_another_optimizer_is_refused(tmp_path: Path) -> None:
    fit(job.net(), job.loader("tensors"), epochs=1, callbacks=[Checkpoint(tmp_path)])
    with pytest.raises(ValueError, match="the checkpoint's optimizer is Adam, this run's SGD"):
        fit(job.net(), job.loader("tensors"), epochs=2, optimizer="sgd", resume=tmp_path)


@pytest.mark.parametrize("val", ["other", "dataset", "the same"])
@pytest.mark.parametrize("step", [3, 7, 8, 13])
def test_a_shuffled_validation_loader_goes_on_in_its_order(val: str, step: int, tmp_path: Path) -> None:
    def train(folder: Path, *more) -> list[dict]:
        torch.manual_seed(9)
        loader, (X, y) = job.loader("tensors"), job.data(61, seed=5)
        generator = torch.Generator().manual_seed(4)
        dataset = DataLoader(TensorDataset(X, y), 7, shuffle=True, generator=generator)
        own = {"other": TensorLoader(X, y, batch_size=7), "dataset": dataset, "the same": loader}[val]
        callbacks = [*more, Checkpoint(folder, steps=1)]
        return fit(job.net(), loader, own, epochs=3, callbacks=callbacks, resume=folder).rows

    whole = train(tmp_path / "whole")
    with pytest.raises(Crash):
        train(tmp_path / "crashed", CrashAt(step))
    assert list(map(strip, train(tmp_path / "crashed"))) == list(map(strip, whole))


class Counting(nn.Linear):
    """Has an extra state that is no tensor."""

    calls = 0

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        self.calls += self.training
        return super().forward(X)

    def get_extra_state(self) -> dict:
        return {"calls": self.calls}

    def set_extra_state(self, state: dict) -> None:
        self.calls = state["calls"]


def test_extra_state_is_kept_restored_and_resumed(tmp_path: Path) -> None:
    loader = TensorLoader(*job.data(), batch_size=50)

    def train(epochs: int, *more) -> Counting:
        model = Counting(8, 2)
        fit(model, loader, loader, epochs=epochs, callbacks=[*more, Checkpoint(tmp_path)], resume=tmp_path)
        return model

    assert train(1).calls == 2
    assert train(3, EarlyStopping(5)).calls in (4, 6)  # those of the best epoch
    other = Counting(8, 2)
    load_weights(other, tmp_path / "best.pt")
    save_weights(other, tmp_path / "w.pt")
    assert torch.load(tmp_path / "w.pt", weights_only=True)["_extra_state"] == {"calls": other.calls}
    with pytest.raises(ValueError, match=r"_extra_state is none; use a name with \.pt"):
        save_weights(other, tmp_path / "w.safetensors")
