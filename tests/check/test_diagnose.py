"""`diagnose` names the bug that was planted, and finds nothing in a model that can learn."""

import math
import subprocess
import sys
from functools import partial

import pytest
import torch
import torch.nn.functional as F
from sklearn.datasets import load_diabetes
from torch import nn

from dlcourse.check import diagnose
from dlcourse.data import points
from tests.check.networks import RNN, Around, Attention, batch, cnn, deep, mlp

X, Y = batch()
HEALTHY = {
    "linear": lambda: nn.Linear(64, 10),
    "mlp": mlp,
    "tanh mlp": lambda: mlp(activation=nn.Tanh),
    "cnn with batch norm and dropout": cnn,
    "rnn": lambda: RNN(nn.RNN),
    "gru": lambda: RNN(nn.GRU),
    "lstm": lambda: RNN(nn.LSTM),
    "transformer": Attention,
    "log-softmax and nll": lambda: mlp(last=[nn.LogSoftmax(1)]),
}


def report(model, loss=F.cross_entropy, data=None, **options):
    return diagnose(model, loss, data or (X, Y), **options)


def found(got):
    """The checks that complain, worst first known."""
    return {finding.check: finding.verdict for finding in got if finding.verdict in ("look", "broken")}


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("name", HEALTHY)
def test_nothing_is_found_in_a_healthy_model(name, seed):
    torch.manual_seed(seed)
    loss = F.nll_loss if "nll" in name else F.cross_entropy
    got = report(HEALTHY[name](), loss)
    assert got.healthy, f"\n{got}"
    assert not any(finding.remedy for finding in got)


def test_label_smoothing_is_no_bug():
    torch.manual_seed(0)
    got = report(mlp(), partial(F.cross_entropy, label_smoothing=0.2))
    assert got.healthy, f"\n{got}"


def test_nothing_is_found_in_a_healthy_regression():
    torch.manual_seed(0)
    inputs, target = load_diabetes(return_X_y=True)
    inputs = torch.tensor(inputs[:256] / inputs.std()).float()
    target = torch.tensor((target[:256] - target.mean()) / target.std()).float()[:, None]
    model = nn.Sequential(nn.Linear(10, 64), nn.ReLU(), nn.Linear(64, 1))
    got = report(model, F.mse_loss, (inputs, target))
    assert got.healthy, f"\n{got}"


@pytest.mark.parametrize("last", [[], [nn.Sigmoid()]])
def test_nothing_is_found_in_an_autoencoder(last):
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 16), nn.Linear(16, 64), *last)
    got = report(model, F.mse_loss, (X, X))
    assert got.healthy, f"\n{got}"


def test_nothing_is_found_in_probabilities_with_their_own_loss():
    torch.manual_seed(0)
    model = mlp(outputs=1, last=[nn.Sigmoid()])
    got = report(model, F.binary_cross_entropy, (X, (Y > 4).float()[:, None]))
    assert got.healthy, f"\n{got}"


@pytest.mark.parametrize("kind", ["xor", "moons", "rings", "blobs"])
def test_nothing_is_found_in_points_with_a_binary_loss(kind):
    torch.manual_seed(0)
    inputs, label = (torch.tensor(part).float() for part in points(kind, 200))
    model = nn.Sequential(nn.Linear(2, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 1))
    got = report(model, F.binary_cross_entropy_with_logits, (inputs, label[:, None]))
    assert got.healthy, f"\n{got}"
    assert got["start"].number == pytest.approx(1, abs=0.1)  # loss over log 2


def test_nothing_is_found_in_a_language_model():
    torch.manual_seed(0)
    tokens = torch.randint(0, 12, (64, 9)).sort(1).values  # the next one is not smaller
    model = nn.Sequential(nn.Embedding(12, 32), nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, 12))
    got = report(model, lambda out, y: F.cross_entropy(out.mT, y), (tokens[:, :-1], tokens[:, 1:]))
    assert {f.check for f in got if f.verdict == "broken"} == set(), f"\n{got}"
    assert got["start"].says.startswith("the loss starts")
    assert got["independence"].verdict == "ok"


def biased(model):
    with torch.no_grad():
        model[0].bias.fill_(-50)
    return model


def zeroed(model):
    for p in model.parameters():
        nn.init.zeros_(p)
    return model


def scaled(model, factor, layers):
    with torch.no_grad():
        for i in layers:
            model[i].weight.mul_(factor)
    return model


class Unused(nn.Module):
    def __init__(self):
        super().__init__()
        self.net, self.forgotten = mlp(), nn.Linear(64, 64)

    def forward(self, x):
        return self.net(x)


def late_dropout(x):
    return F.dropout(x, 0.5)  # training=True is the default


leaking = X.clone()
leaking[:, 5] = Y / 10
order = torch.randperm(len(Y), generator=torch.Generator().manual_seed(0))

PLANTED = {  # name: (model, loss, data, the check that must tell, its verdict, a word of the message)
    "pixels 0 to 255": (mlp, None, (255 * X, Y), "input", "look", "deviation 96"),
    "a NaN in the data": (mlp, None, (X.clone().index_fill_(0, torch.tensor([3]), math.nan), Y), "input",
                          "broken", "64 values of X"),
    "targets in raw units": (lambda: mlp(outputs=1), F.mse_loss, (X, 1000.0 * Y[:, None]), "input", "look",
                             "y has mean"),
    "(B, 1) against (B,)": (lambda: mlp(outputs=1), F.mse_loss, (X, Y / 10), "output", "broken", "every y"),
    "samples in the second axis": (lambda: Around(mlp(), after=lambda z: z.T),
                                   lambda out, y: F.cross_entropy(out.T, y), None, "output", "broken",
                                   "give outputs (10, 256)"),
    "softmax twice": (lambda: mlp(last=[nn.Softmax(1)]), None, None, "output", "broken", "once more"),
    "nll on logits": (mlp, F.nll_loss, None, "output", "broken", "log-probabilities"),
    "one output": (lambda: mlp(outputs=1), None, (X, 0 * Y), "output", "broken", "always 1"),
    "a large last layer": (lambda: scaled(mlp(), 100, [4]), None, None, "start", "broken", "starts at"),
    "view mixes samples": (lambda: Around(mlp(), lambda x: x.T.reshape(x.shape)), None, None, "independence",
                           "broken", "other samples"),
    "batch_first forgotten": (lambda: RNN(batch_first=False), None, None, "independence", "broken",
                              "other samples"),
    "softmax over the batch": (lambda: mlp(last=[nn.LogSoftmax(0)]), None, None, "independence", "broken",
                               "other samples"),
    "the input is ignored": (lambda: Around(mlp(), lambda x: 0 * x), None, None, "independence", "broken",
                             "does not depend"),
    "dropout never off": (lambda: Around(mlp(), late_dropout), None, None, "modes", "broken", "eval mode"),
    "running statistics stand still": (lambda: cnn(momentum=1e-4), None, None, "modes", "broken", "eval"),
    "dead relu": (lambda: biased(mlp()), None, None, "dead units", "broken", "100% always 0 in relu 1"),
    "saturated tanh": (lambda: scaled(mlp(activation=nn.Tanh), 60, [0]), None, None, "dead units", "look",
                       "saturated in tanh 1"),
    "vanishing gradients": (deep, None, None, "gradients", "broken", "times as large in 0.weight"),
    "all weights zero": (lambda: zeroed(mlp()), None, None, "gradients", "broken", "no gradient reaches"),
    "a layer forgotten": (Unused, None, None, "gradients", "broken", "forgotten.weight"),
    "detached": (lambda: Around(mlp(), after=lambda z: z.detach()), None, None, "gradients", "broken",
                 "not connected"),
    "one narrow unit": (lambda: nn.Sequential(nn.Linear(64, 1), nn.Sigmoid(), nn.Linear(1, 10)), None, None,
                        "overfit", "broken", "at best"),
    "labels shuffled": (mlp, None, (X, Y[order]), "labels", "look", "shuffled labels give"),
    "the label is a feature": (mlp, None, (leaking, Y), "leakage", "broken", "feature 5 alone"),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Using a target size")  # torch warns of one of them as well
@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_is_found(bug):
    model, loss, data, check, verdict, words = PLANTED[bug]
    torch.manual_seed(0)
    got = report(model(), loss or F.cross_entropy, data)
    assert got[check].verdict == verdict, f"\n{got}"
    assert words in got[check].says
    assert got[check].remedy
    assert not got.healthy


@pytest.mark.parametrize(
    ("make", "verdict", "remedy"),
    [
        (partial(torch.optim.SGD, lr=1e4), "broken", "lower the learning rate"),
        (partial(torch.optim.Adam, lr=0.1), "broken", "lower the learning rate"),
        (partial(torch.optim.SGD, lr=1e-7), "look", "raise the learning rate"),
    ],
)
def test_a_wrong_learning_rate_is_found(make, verdict, remedy):
    torch.manual_seed(0)
    got = report(mlp(), optimizer=make)
    assert got["updates"].verdict == verdict, f"\n{got}"
    assert got["updates"].remedy == remedy


def test_a_model_that_only_its_optimizer_holds_back_is_told_so():
    torch.manual_seed(0)
    got = report(mlp(), optimizer=partial(torch.optim.SGD, lr=1e-4))
    assert got["overfit"].verdict == "look"
    assert "Adam" in got["overfit"].says
    assert "; yours to 2.3" in got["overfit"].says


def test_the_numbers_are_the_measured_ones():
    torch.manual_seed(0)
    model = mlp()
    got = report(model)
    loss = F.cross_entropy(model(X), Y)
    assert got["start"].number == pytest.approx(loss.item() / math.log(10), rel=1e-5)
    loss.backward()
    for name, p in model.named_parameters():
        assert got["gradients"].layers[name] == pytest.approx(p.grad.norm().item(), rel=1e-5)
    before = model[0].weight.detach().clone()
    torch.optim.Adam(model.parameters(), lr=1e-3).step()
    ratio = (model[0].weight - before).norm() / before.norm()
    assert got["updates"].layers["0.weight"] == pytest.approx(ratio.item(), rel=1e-4)
    dead = [(a <= 0).all(0).float().mean().item() for a in (F.relu(model[0](X)),)]
    assert got["dead units"].layers["relu 1"] == pytest.approx(dead[0], abs=1 / 64)


@pytest.mark.parametrize("relu", [nn.ReLU(), nn.ReLU(inplace=True), F.relu, torch.relu, lambda z: z.relu()])
def test_an_activation_is_seen_once_however_it_is_called(relu):
    model = Around(nn.Linear(64, 10), after=relu)
    assert [*report(model)["dead units"].layers] == ["relu 1"]


def test_the_same_seed_gives_the_same_report():
    torch.manual_seed(0)
    model = cnn()
    one = report(model, seed=3)
    torch.rand(5)
    assert repr(report(model, seed=3)) == repr(one)


def test_the_report_prints_as_a_table_and_escapes_its_html():
    got = report(Unused())
    lines = repr(got).splitlines()
    assert lines[0].startswith("✓ input")
    assert any(line.startswith("✗ gradients") for line in lines)
    assert max(map(len, lines)) < 140
    html = got._repr_html_()
    assert html.count("<tr") == 1 + len(got.findings)
    assert '<span role="img" aria-label="broken">✗</span> gradients</th>' in html
    model = Around(nn.Linear(64, 10))
    model.register_parameter("a<b", nn.Parameter(torch.ones(2)))
    assert "a&lt;b" in report(model)._repr_html_()


def test_an_unknown_check_is_named_with_those_that_exist():
    with pytest.raises(KeyError, match="no check 'overfitting'; there are input, output, start"):
        report(mlp())["overfitting"]


def test_the_room_is_entered_without_torch():
    code = "import sys, dlcourse.check; print('torch' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_what_cannot_be_measured_is_skipped_and_says_why():
    got = report(mlp(last=[nn.Softmax(1)]))
    assert got["overfit"].verdict == "skipped"
    assert got["overfit"].says == "not run: fix the output first"
    assert got["labels"].verdict == "ok"  # the data is measured all the same
    assert "nan" not in repr(got)
    assert report(mlp(), data=(X[:32], Y[:32]))["labels"].says.startswith("needs 40 samples")
