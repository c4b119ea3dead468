"""Costs and memory are what arithmetic and PyTorch's own tools say; predictions are the roofline's."""

from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from dlcourse.hardware import (
    Operation,
    adam_step,
    count,
    fastest,
    machines,
    measured_speedups,
    operations,
    overhead_step,
    page_faults,
    peak_bytes,
    predict,
)
from dlcourse.models import GPT, ResNet
from dlcourse.page import recorded

sizes = st.integers(1, 40)


@given(sizes, sizes, sizes)
def test_a_product_costs_two_operations_for_each_multiplication(m, k, n):
    a, b = torch.empty(m, k, device="meta"), torch.empty(k, n, device="meta")
    assert count(lambda: a @ b) == [Operation("mm", 2 * m * k * n, 4 * (m * k + k * n + m * n))]


def test_bytes_follow_the_format_and_each_argument_counts_once():
    x = torch.ones(10, dtype=torch.bfloat16)
    assert [one.bytes for one in count(lambda: x + x)] == [2 * (10 + 10)]
    assert [one.bytes for one in count(lambda: torch.relu_(x))] == [2 * (10 + 10)]


def test_views_cost_nothing():
    x = torch.ones(4, 6)
    assert count(lambda: x.T[1:].unsqueeze(0)) == []
    y = torch.ones(2, 3, 4, 5)
    assert [one.name for one in count(lambda: y @ y.mT)] == ["bmm"]


@pytest.mark.parametrize("net", ["ResNet", "GPT"])
def test_a_training_step_counts_as_pytorch_counts_it(net):
    with torch.device("meta"):
        model = (
            ResNet(3, 10, blocks=(1, 1), channels=4)
            if net == "ResNet"
            else GPT(9, context=8, dim=8, heads=2, layers=1)
        )
        x = torch.empty(2, 3, 8, 8) if net == "ResNet" else torch.empty(2, 8, dtype=torch.int64)

    def step():
        model(x).square().mean().backward()

    with FlopCounterMode(display=False) as counter:
        step()
    operations = count(step)
    assert sum(one.flops for one in operations) == counter.get_total_flops() > 0
    assert sum(one.bytes for one in operations) > 4 * sum(p.numel() for p in model.parameters())


def test_the_longer_of_arithmetic_and_traffic_counts_and_the_overhead_besides():
    operations = [Operation("mm", 2000, 100), Operation("relu", 0, 100)]
    assert predict(operations, flops=1000, bandwidth=50, overhead=1) == pytest.approx(2 + 2 + 2)
    assert predict(operations, flops=1000, bandwidth=1000) == pytest.approx(2 + 0.1)


@pytest.mark.parametrize("wrong", [{"flops": 0}, {"bandwidth": -1}, {"overhead": -1}])
def test_rates_that_are_none_are_refused(wrong):
    with pytest.raises(ValueError, match=r"must be"):
        predict([], **{"flops": 1.0, "bandwidth": 1.0} | wrong)


def test_memory_is_counted_while_it_lives():
    x = torch.zeros(1000)
    assert peak_bytes(lambda: torch.add(x, 1, out=torch.empty_like(x))) == 4000
    assert peak_bytes(lambda: x.add_(1)) == 0
    assert peak_bytes(lambda: [x + 1 for _ in range(5)]) == 5 * 4000
    assert peak_bytes(lambda: [(x + 1).sum() for _ in range(5)]) == 4000 + 5 * 4


def test_the_activations_of_a_backward_pass_are_in_the_peak():
    model = nn.Sequential(*[nn.Sequential(nn.Linear(50, 50), nn.Tanh()) for _ in range(10)])
    X = torch.randn(400, 50)
    weights = sum(4 * p.numel() for p in model.parameters())
    one = 4 * 400 * 50
    with torch.no_grad():
        assert peak_bytes(lambda: model(X)) <= 3 * one
    assert 10 * one <= peak_bytes(lambda: F.mse_loss(model(X), X).backward()) <= 12 * one + 2 * weights


def test_more_work_takes_longer_and_a_call_is_not_counted_twice():
    small, large = torch.randn(16, 16), torch.randn(512, 512)
    assert fastest(lambda: small @ small) < fastest(lambda: large @ large)
    with pytest.raises(ValueError, match="rounds"):
        fastest(lambda: None, rounds=0)
    assert page_faults(lambda: None) < 100


def test_every_machine_names_its_source_and_no_rate_is_out_of_order():
    for name, machine in machines().items():
        assert machine.name == name
        assert machine.source.startswith("https://")
        assert len(machine.date.split("-")) == 3
        assert machine.half >= machine.fp32 > machine.bandwidth > machine.memory > 1e9


def test_flops_counted_by_hand_are_those_that_pytorch_counts():
    for name, (by_hand, run) in operations().items():
        counted = sum(one.flops for one in count(run))
        assert counted in (0, by_hand), name
        assert (counted == 0) == any(word in name for word in ("ReLU", "tanh", "norm"))


def test_a_step_changes_the_weights_and_costs_the_same_on_paper():
    torch.manual_seed(0)
    net, X, y = nn.Linear(5, 3), torch.randn(4, 5), torch.tensor([0, 1, 2, 0])
    step = adam_step(net, X, y)
    before = net.weight.clone()
    real = count(step)
    assert not net.weight.equal(before)
    assert count(adam_step(nn.Linear(5, 3).to("meta"), X.to("meta"), y.to("meta"))) == real
    assert max(one.bytes for one in count(overhead_step("meta"))) < 100


def test_the_page_reads_what_the_benchmark_of_gpus_writes(tmp_path, monkeypatch):
    assert measured_speedups(None) == ("no GPU", {})
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks"))
    import record as records
    import throughput

    rows = throughput.crossing(torch.device("cpu"), [1], small=True)
    folder = tmp_path / "benchmarks" / "results"
    folder.mkdir(parents=True)
    monkeypatch.setenv("DLCOURSE_ROOT", str(tmp_path))
    records.write(folder / "throughput.json", {"device": "a GPU", "crossing": rows})
    device, speedups = measured_speedups(recorded("throughput"))
    assert device == "a GPU"
    assert speedups.keys() == {("MLP", 1), ("ResNet", 1), ("GPT", 1)}
    assert all(gain > 0 for gain in speedups.values())
