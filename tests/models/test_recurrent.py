"""Recurrent nets: padding is not read, forecasts start from persistence, attention looks at the source."""

import pytest
import torch

from dlcourse.models import RNNClassifier, RNNForecaster, Seq2Seq

PADDED, LENGTHS = torch.tensor([[5, 9, 2, 4], [7, 1, 0, 0], [3, 0, 0, 0]]), torch.tensor([4, 2, 1])


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("both_ways", [False, True])
def test_a_padded_batch_is_classified_like_its_rows_one_by_one(cell, both_ways):
    net = RNNClassifier(10, 3, cell=cell, layers=2, bidirectional=both_ways)
    alone = [net(row[None, :n]) for row, n in zip(PADDED, LENGTHS, strict=True)]
    torch.testing.assert_close(net(PADDED, LENGTHS), torch.cat(alone))
    assert not torch.allclose(net(PADDED)[2], net(PADDED, LENGTHS)[2])  # unless told, it reads the padding


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_both_directions_reach_the_end_they_are_headed_for(cell):
    net = RNNClassifier(10, 3, cell=cell, layers=2, bidirectional=True)
    states, _ = net.rnn(net.embedding(PADDED[:1]))  # (1, 4, 2 * hidden)
    forward, backward = states.chunk(2, -1)
    torch.testing.assert_close(net(PADDED[:1]), net.head(torch.cat([forward[:, -1], backward[:, 0]], -1)))


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_a_forecaster_that_says_nothing_repeats_the_last_value(cell):
    net, X = RNNForecaster(2, 3, cell=cell), torch.randn(5, 8, 2)
    torch.nn.init.zeros_(net.head.weight)
    torch.nn.init.zeros_(net.head.bias)
    assert torch.equal(net(X), X[:, -1:].expand(5, 3, 2))


def test_a_forecast_reads_the_whole_window():
    net, X = RNNForecaster(), torch.randn(1, 8, 1).requires_grad_()
    net(X).sum().backward()
    assert X.grad.all()


@pytest.mark.parametrize("attention", [True, False])
def test_padding_of_the_source_changes_no_translation(attention):
    torch.manual_seed(0)
    net, target = Seq2Seq(10, 8, attention=attention, layers=2), torch.tensor([[1, 4, 5]])
    torch.testing.assert_close(net(PADDED[1:2], target), net(PADDED[1:2, :2], target))


def test_a_later_target_token_changes_no_earlier_logits():
    net, a, b = Seq2Seq(10, 8), torch.tensor([[1, 4, 5]]), torch.tensor([[1, 4, 6]])
    before, after = net(PADDED[:1], a), net(PADDED[:1], b)
    assert torch.equal(before[:, :2], after[:, :2]) and not torch.equal(before[:, 2], after[:, 2])


def test_attention_sums_to_one_and_leaves_padding_alone():
    weights = Seq2Seq(10, 8).weights(PADDED, torch.tensor([[1, 4]] * 3))
    assert weights.shape == (3, 2, 4)
    torch.testing.assert_close(weights.sum(-1), torch.ones(3, 2))
    assert not weights[(PADDED == 0)[:, None].expand(3, 2, 4)].any()


def test_without_attention_there_is_none_to_show():
    with pytest.raises(ValueError, match="build it with attention=True"):
        Seq2Seq(10, 8, attention=False).weights(PADDED, torch.tensor([[1]] * 3))


@pytest.mark.parametrize("attention", [True, False])
def test_a_translation_is_what_the_logits_prefer_step_by_step(attention):
    torch.manual_seed(0)
    net = Seq2Seq(10, 8, attention=attention)
    written = net.translate(PADDED, start=1, stop=7, longest=5)
    read_back = net(PADDED, torch.cat([torch.ones(3, 1, dtype=torch.long), written[:, :-1]], 1)).argmax(-1)
    running = (written == 7).cumsum(1) - (written == 7).long() == 0  # up to and with the first stop
    assert torch.equal(written[running], read_back[running])


def test_after_its_stop_a_row_says_nothing_more():
    torch.manual_seed(0)
    net = Seq2Seq(10, 8)
    stop = int(net.translate(PADDED, start=1, stop=7, longest=1)[0, 0])  # the first row stops at once
    assert net.translate(PADDED, start=1, stop=stop, longest=5)[0].tolist() == [stop] * 5
