"""Alt text and picture agree, whatever a history, a gradient or an image holds."""

import matplotlib as mpl

mpl.use("Agg")

import re
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse import plot
from dlcourse.plot import describe
from dlcourse.train import History

NAN, INF = np.nan, np.inf


@pytest.fixture(autouse=True)
def closed():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
    plt.close("all")


@pytest.mark.parametrize(
    ("runs", "words"),
    [
        (
            {"a": [3, 1, 2], "b": [3, 2]},
            "loss by epoch, 0 to 2. a: from 3 to 2, lowest 1 at epoch 1; b: from 3 to 2.",
        ),
        (
            {"a": [3, 2], "b": [3, 1, 2]},
            "loss by epoch, 0 to 2. a: from 3 to 2; b: from 3 to 2, lowest 1 at epoch 1.",
        ),
        ({"a": [3.0]}, "loss by epoch, 0 to 0. a: from 3 to 3."),
        ({"a": [3, 2, NAN]}, "a: from 3 to 2, not finite from epoch 2 on."),
        ({"a": [3, INF, NAN]}, "a: from 3 to 3, not finite from epoch 1 on."),
        ({"a": [NAN, 3, 2]}, "a: from 3 to 2, begins at epoch 1."),
        ({"a": [3, NAN, 2, NAN, 1]}, "a: from 3 to 1, with gaps at 2 points between."),
        (
            {"a": [3, NAN, 2, NAN]},
            "a: from 3 to 2, not finite from epoch 3 on, with gaps at 1 points between.",
        ),
        ({"a": [NAN, NAN]}, "a: nothing to draw, no value is finite."),
        ({"a": [-INF, 1, 2]}, "a: from 1 to 2, begins at epoch 1."),
        ({"a": [[3, 1], [3, INF], [3, 2]]}, "a: from 3 to 2 (3 seeds, 1 to inf at the end)."),
        (
            {"a": [[3, NAN], [3, 1]]},
            "a: from 3 to 3 (2 seeds, 3 to 3 at the end), not finite from epoch 1 on.",
        ),
    ],
)
def test_words_of_curves_that_stop_or_have_gaps(runs, words):
    assert describe(plot.curves(runs)).endswith(words)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([10, 1, 0], "a: from 10 to 1, not above 0 from epoch 2 on."),
        ([10, -1, 1], "a: from 10 to 1, with gaps at 1 points between."),
        ([0, 0], "a: nothing to draw, no value is finite and above 0."),
        ([10, NAN, 0], "a: from 10 to 10, not finite from epoch 1 on."),
    ],
)
def test_a_logarithmic_axis_shows_nothing_at_and_below_zero_and_says_so(values, words):
    assert describe(plot.curves({"a": values}, log=True)).endswith(words)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.lists(st.sampled_from([NAN, INF, -INF, -1.0, 0.0, 0.5, 1.0, 2.0]), min_size=1, max_size=6),
        min_size=1,
        max_size=3,
    ),
    st.booleans(),
)
def test_every_number_in_the_words_is_in_the_picture(histories, log):
    ax = plot.curves({f"run{i}": h for i, h in enumerate(histories)}, log=log)
    words = describe(ax)
    reach = re.match(r"loss by epoch, (\d+) to (\d+)", words)
    assert [int(n) for n in reach.groups()] == [0, max(map(len, histories)) - 1]
    for i, history in enumerate(histories):
        line = next(line for line in ax.lines if line.get_label() == f"run{i}")
        at, drawn = (np.asarray(v, float) for v in line.get_data())
        seen = np.isfinite(drawn)
        said = re.search(rf"run{i}: ([^;]*?)(;|\.$)", words)[1]
        assert len(at) == len(history)
        assert not (log and (drawn[seen] <= 0).any())
        if not seen.any():
            assert said.startswith("nothing to draw")
            continue
        assert said.startswith(f"from {drawn[seen][0]:.3g} to {drawn[seen][-1]:.3g}")
        gaps = int((~seen[np.flatnonzero(seen)[0] : np.flatnonzero(seen)[-1]]).sum())
        assert ("with gaps" in said) == bool(gaps)
        assert (" on" in said) == (not seen[-1])
        # A point that no line reaches has a mark.
        alone = [
            k
            for k in np.flatnonzero(seen)
            if not seen[max(k - 1, 0) : k].any() and not seen[k + 1 : k + 2].any()
        ]
        marked = [
            x for m in ax.lines if m.get_color() == line.get_color() and m is not line for x in m.get_xdata()
        ]
        assert [*marked] == alone
    plt.close("all")


def test_seeds_of_different_lengths_are_refused_with_their_lengths():
    with pytest.raises(
        ValueError, match=r"runs\['a'\] must be numbers with 1 or 2 axes, got rows of lengths 2, 3"
    ):
        plot.curves({"a": [[1, 2], [1, 2, 3]]})


def rows():
    return [
        {"epoch": 1, "loss": 2.0, "val_loss": 2.5},
        {"epoch": 2, "loss": 1.0, "val_loss": 1.5},
        {"epoch": 3, "loss": 0.5, "val_loss": 1.6},
    ]


def test_history_takes_what_to_pandas_gives():
    pandas = pytest.importorskip("pandas")
    log = History(rows())
    words = describe(plot.history(log, ["loss", "val_loss"]))
    frame = log.to_pandas()
    for table in (
        frame,
        frame.reset_index(),
        frame.astype("float32"),
        pandas.DataFrame(rows()),
        frame.iloc[::1],
    ):
        before = table.copy()
        assert describe(plot.history(table, ["loss", "val_loss"])) == words
        pandas.testing.assert_frame_equal(table, before)
    assert describe(plot.history(frame, ["loss"], x="val_loss")).startswith("loss by val_loss, 1.5 to 2.5.")
    with pytest.raises(ValueError, match="no column 'time'; it has 'epoch', 'loss', 'val_loss'"):
        plot.history(frame, ["time"])


def test_a_log_with_epochs_that_were_not_validated():
    log = History([*rows()[:2], {"epoch": 3, "loss": 0.5}])
    assert "val_loss: from 2.5 to 1.5, not finite from epoch 3 on" in describe(
        plot.history(log, ["val_loss"])
    )


# gradients and activations

BIG = np.full(4, 1e200)


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ({"a": None, "b": [3, 4]}, "2 layers: largest in b, 5, smallest in b, 5; no gradient: a."),
        ({"a": None, "b": None, "c": 1}, "largest in c, 1, smallest in c, 1; no gradient: a, b."),
        ({"a": [INF, 1], "b": [3, 4]}, "largest in b, 5, smallest in b, 5; infinite: a."),
        ({"a": [-INF, 1], "b": [3, 4]}, "largest in b, 5, smallest in b, 5; infinite: a."),
        ({"a": [NAN, 1], "b": [3, 4]}, "largest in b, 5, smallest in b, 5; nan: a."),
        ({"a": [NAN, INF], "b": [3, 4]}, "largest in b, 5, smallest in b, 5; nan: a."),
        (
            {"a": NAN, "b": INF, "c": None, "d": 0, "e": 2},
            "in e, 2, smallest in d, 0; no gradient: c; infinite: b; nan: a.",
        ),
        ({"a": [NAN], "b": [INF]}, "Norm of the gradient in 2 layers: infinite: b; nan: a."),
        ({"a": [NAN], "b": [0.0]}, "largest in b, 0, smallest in b, 0; nan: a."),
        ({"a": BIG}, "largest in a, 2e+200, smallest in a, 2e+200."),
        ({"a": BIG.astype(np.longdouble).astype(float) * 1e-400 + 1e-200}, "largest in a, 2e-200"),
        ({"a": np.full(4, 1e30, np.float32)}, "largest in a, 2e+30, smallest in a, 2e+30."),
        ({"a": np.full(4, 300, np.float16)}, "largest in a, 6e+02"),
        ({"a": torch.full((4,), 3.0, dtype=torch.bfloat16)}, "largest in a, 6,"),
        ({"a": torch.tensor(2.0)}, "largest in a, 2,"),
    ],
)
def test_gradient_flow_marks_what_has_no_size(layers, words):
    ax = plot.gradient_flow(layers)
    assert words in describe(ax)
    assert [t.get_text() for t in ax.get_yticklabels()] == [*layers]
    assert np.isfinite([*ax.get_xlim(), *ax.get_ylim()]).all()
    marks = {t.get_text(): t for t in ax.texts}
    for kind in ("no gradient", "infinite", "nan"):
        assert (kind in marks) == (f"{kind}: " in describe(ax))
    ax.figure.canvas.draw()


def test_gradient_flow_of_a_partly_frozen_model():
    net = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Linear(8, 2))
    net[0].requires_grad_(False)
    net(torch.ones(3, 4)).sum().backward()
    ax = plot.gradient_flow({name: p.grad for name, p in net.named_parameters()})
    assert describe(ax).endswith("no gradient: 0.weight, 0.bias.")
    assert len(ax.lines[0].get_xdata()) == 2


@pytest.mark.parametrize("layers", [{}, {"a": None}, {"a": 0.0, "b": None}, {"a": np.zeros(3)}])
def test_gradient_flow_without_any_gradient_is_refused(layers):
    with pytest.raises(ValueError, match=r"no layer has a gradient other than 0.*was backward\(\) called"):
        plot.gradient_flow(layers)


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        ([NAN, 1.0], "a 1 to 1, 50% not finite."),
        ([INF, 1.0, -INF, 1.0], "a 1 to 1, 50% not finite."),
        ([NAN, NAN], "a not finite."),
        ([NAN, 0.0, 0.0, 1.0], "a 0 to 0.9, 50% exactly 0, 25% not finite."),
        ([True, False], "a 0.05 to 0.95, 50% exactly 0."),
        (np.full(5, 60000, np.float16), "a 6e+04 to 6e+04."),
        (torch.ones(3, dtype=torch.bfloat16), "a 1 to 1."),
    ],
)
def test_activations_that_are_not_finite_are_told(layer, words):
    ax = plot.activations({"a": layer})
    assert describe(ax).endswith(words)
    assert ("not finite" in " ".join(t.get_text() for t in ax.texts)) == ("not finite" in words)
    ax.figure.canvas.draw()


# pictures and classes


@pytest.mark.parametrize(
    ("picture", "drawn"),
    [
        (np.array([0.0, 0.5, 1.01]), [0, 0.5, 1]),
        (np.array([-0.02, 0.5, 1.0]), [0, 0.5, 1]),
        (np.array([-0.4, 0.5, 1.4], np.float32), [0, 0.5, 1]),
        (np.array([0, 128, 255], np.uint8), [0, 128 / 255, 1]),
        (np.array([0, 1, 1], np.uint8), [0, 1 / 255, 1 / 255]),
        (np.array([0, 128, 255], np.int64), [0, 128 / 255, 1]),
        (np.array([0.0, 128.0, 255.0]), [0, 128 / 255, 1]),
        (np.array([0.0, 0.25, 1.0]), [0, 0.25, 1]),
        (np.array([True, False, True]), [1, 0, 1]),
        (torch.tensor([0.0, 0.5, 1.0], dtype=torch.bfloat16), [0, 0.5, 1]),
    ],
)
def test_colors_are_drawn_in_their_own_range(picture, drawn):
    stack = torch.as_tensor(picture).reshape(1, 1, 1, 3)
    figure = plot.images(stack if torch.is_tensor(picture) else stack.numpy())
    np.testing.assert_allclose(figure.axes[0].images[0].get_array().ravel(), drawn, atol=1e-6)


@pytest.mark.parametrize("values", [[-2.1, 0, 2.6], [-1, 0, 255], [0, 0, 256], [0, 1, 4096]])
def test_colors_out_of_every_range_are_refused(values):
    with pytest.raises(ValueError, match="colors must lie in 0 to 1 or 0 to 255, got"):
        plot.images(np.array(values, float).reshape(1, 1, 1, 3))


POINTS = np.array([[0.0, 0.0], [1.0, 1.0]])


@pytest.mark.parametrize("values", [[0.2, 1], [NAN, 1], [INF, 1], [0, 0.999]])
def test_what_is_between_two_classes_is_refused(values):
    for use in (
        lambda v: plot.confusion(v, [0, 1]),
        lambda v: plot.confusion([0, 1], v),
        lambda v: plot.decision(lambda X: X[:, 0] > 0, POINTS, v),
        lambda v: plot.decision(lambda X: np.resize(v, len(X)), POINTS, [0, 1]),
    ):
        with pytest.raises(ValueError, match="must be classes, whole numbers, got"):
            use(values)


def test_classes_come_in_every_dtype():
    for dtype in (bool, np.uint8, np.int64, np.float32, float):
        y = np.array([0, 1], dtype)
        assert "2 of 2 right" in describe(plot.confusion(y, torch.tensor(y)))
        ax = plot.decision(lambda X, dtype=dtype: (X[:, 0] > 0.5).astype(dtype), POINTS, y)
        assert "2 points (100%)" in describe(ax)


def test_points_on_a_line_are_drawn_and_points_that_are_nowhere_refused():
    line = np.array([[0.0, 1.0], [1.0, 1.0]])
    assert "2 points" in describe(plot.decision(lambda X: X[:, 0] > 0.5, line, [0, 1]))
    with pytest.raises(ValueError, match="need finite X"):
        plot.decision(lambda X: X[:, 0] > 0.5, np.array([[NAN, 0], [1, 1]]), [0, 1])
    with pytest.raises(ValueError, match="predict must give one class, 0 to 5"):
        plot.decision(lambda X: np.full(len(X), -1), POINTS, [0, 1])


@pytest.mark.parametrize("wrong", [NAN, INF, -0.1])
def test_weights_that_are_no_weights_are_refused(wrong):
    with pytest.raises(ValueError, match=f"must be finite and not negative, got {wrong:.3g}"):
        plot.attention([[0.5, wrong]], "a", "xy")
