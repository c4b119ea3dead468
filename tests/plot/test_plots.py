"""Each plot draws what it was given, says so in its alt text, and refuses what it cannot draw."""

import matplotlib as mpl

mpl.use("Agg")

import re
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from dlcourse import plot
from dlcourse.data import points
from dlcourse.plot import COLORS, describe, show
from dlcourse.train import History

RNG = np.random.default_rng(0)
LOSSES = np.array([[2.0, 1.0, 0.4, 0.6], [2.2, 1.2, 0.6, 0.8], [2.1, 0.9, 0.2, 0.7]])  # (seeds, epochs)
WEIGHTS = np.array([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]])
X, Y = points("moons", 60)
GRADIENTS = {"first": np.array([3e-4, 4e-4]), "second": 0.1, "unused": np.zeros(3)}
PICTURES = np.arange(32.0).reshape(2, 4, 4)


def right_half(places):
    return (places[:, 0] > 0).astype(int)


EVERY = {
    "curves": lambda ax=None: plot.curves({"a": LOSSES, "b": LOSSES[0]}, ax),
    "history": lambda ax=None: plot.history({"s": [0.1, 0.2], "loss": [2, 1]}, ["loss"], ax, x="s"),
    "gradient_flow": lambda ax=None: plot.gradient_flow(GRADIENTS, ax),
    "activations": lambda ax=None: plot.activations({"relu": LOSSES, "tanh": -LOSSES}, ax),
    "decision": lambda ax=None: plot.decision(right_half, X, Y, ax),
    "confusion": lambda ax=None: plot.confusion([0, 1, 1, 2], [0, 1, 2, 2], ax),
    "attention": lambda ax=None: plot.attention(WEIGHTS, ["a", "b"], ["x", "y", "z"], ax),
    "images": lambda: plot.images(PICTURES, ["one", "two"]),
    "filters": lambda: plot.filters(RNG.normal(size=(7, 3, 3, 3))),
}
ON_AXES = [name for name in EVERY if name not in ("images", "filters")]


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def figure_of(drawn):
    return drawn if isinstance(drawn, Figure) else drawn.figure


@pytest.mark.parametrize("name", EVERY)
def test_every_plot_reaches_the_page_in_both_themes_with_its_own_words(name):
    figure = figure_of(EVERY[name]())
    words = describe(figure)
    html = show(figure, "What to see.", alt=words)._repr_html_()
    assert words.endswith(".")
    assert not re.search(r"#000\b|#000000|(fill|stroke): ?(black|white|#fff)", html)


@pytest.mark.parametrize("name", EVERY)
def test_every_plot_leaves_the_settings_alone_and_opens_no_window(name, monkeypatch):
    monkeypatch.setattr(plt, "show", lambda *_, **__: pytest.fail("plt.show was called"))
    before = dict(mpl.rcParams)
    EVERY[name]()
    assert dict(mpl.rcParams) == before
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize("name", EVERY)
def test_every_plot_is_the_same_each_time(name):
    if name == "filters":
        weights = np.ones((2, 1, 3, 3))
        shown = [show(plot.filters(weights), "x", alt="y")._repr_html_() for _ in range(2)]
    else:
        shown = [show(figure_of(EVERY[name]()), "x", alt="y")._repr_html_() for _ in range(2)]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("name", EVERY)
def test_every_label_can_be_read_on_a_phone(name):
    figure = figure_of(EVERY[name]())
    figure.canvas.draw()
    scale = min(1, 358 / (figure.get_figwidth() * 96))  # 390 pixels less the margins of the page
    texts = [t for t in figure.findobj(mpl.text.Text) if t.get_text() and t.get_visible()]
    assert min((t.get_fontsize() for t in texts), default=10) * 96 / 72 * scale >= 10
    assert all(ax.get_tightbbox().width <= figure.bbox.width + 1 for ax in figure.axes)


@pytest.mark.parametrize("name", ON_AXES)
def test_a_plot_draws_on_the_axes_it_is_given_and_returns_them(name):
    figure, (left, right) = plt.subplots(1, 2)
    assert EVERY[name](right) is right
    assert right.has_data()
    assert not left.has_data()
    assert describe(right) == describe(figure)
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize("name", ON_AXES)
def test_what_is_no_axes_is_refused(name):
    with pytest.raises(
        TypeError, match=r"ax must be matplotlib axes, as in `fig, ax = plt.subplots\(\)`; got"
    ):
        EVERY[name](plt.figure())


def test_describe_joins_the_panels_and_refuses_what_was_drawn_elsewhere():
    figure, (left, right) = plt.subplots(1, 2)
    with pytest.raises(ValueError, match="write its alt text yourself"):
        describe(figure)
    EVERY["curves"](left)
    EVERY["confusion"](right)
    assert describe(figure) == f"{describe(left)} {describe(right)}"


# curves


def test_curves_draw_the_median_and_the_whole_spread():
    ax = plot.curves({"adam": LOSSES})
    assert np.array_equal(ax.lines[0].get_ydata(), np.median(LOSSES, axis=0))
    corners = ax.collections[0].get_paths()[0].vertices
    for i in range(4):
        at = corners[corners[:, 0] == i, 1]
        assert {at.min(), at.max()} == {LOSSES[:, i].min(), LOSSES[:, i].max()}


def test_the_words_of_curves_have_the_numbers_of_the_median_and_of_the_seeds():
    assert describe(plot.curves({"adam": LOSSES})) == (
        "loss by epoch, 0 to 3. "
        "adam: from 2.1 to 0.7, lowest 0.4 at epoch 2 (3 seeds, 0.6 to 0.8 at the end)."
    )


def test_curves_differ_in_more_than_color():
    ax = plot.curves({name: LOSSES[0] + i for i, name in enumerate("abcdef")})
    assert len({line.get_linestyle() + str(line._dash_pattern) for line in ax.lines}) == 6
    assert [to_hex(line.get_color()) for line in ax.lines] == [*COLORS.values()]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [*"abcdef"]


def test_a_run_that_diverged_is_drawn_and_told():
    ax = plot.curves({"lr 10": [2.3, 80.0, np.inf, np.nan]}, x=[1, 2, 3, 4])
    assert "lr 10: from 2.3 to 80, not finite from epoch 3 on" in describe(ax)


def test_curves_refuse_what_does_not_fit():
    with pytest.raises(ValueError, match="need 1 to 6 curves, got 7"):
        plot.curves({str(i): [1, 2] for i in range(7)})
    with pytest.raises(ValueError, match=r"x has 3 places, runs\['a'\] has 2"):
        plot.curves({"a": [1, 2]}, x=[1, 2, 3])
    with pytest.raises(ValueError, match=r"runs\['a'\] must be numbers with 1 or 2 axes, got shape \(0,\)"):
        plot.curves({"a": []})


def test_a_tensor_with_a_gradient_is_drawn():
    ax = plot.curves({"a": torch.tensor([2.0, 1.0], requires_grad=True)})
    assert [*ax.lines[0].get_ydata()] == [2, 1]


# history


@pytest.mark.parametrize("kind", ["dict", "History", "DataFrame"])
def test_history_draws_columns_against_time(kind):
    table = {
        "epoch": [1, 2, 3],
        "seconds": [0.5, 1.0, 1.5],
        "loss": [2.0, 1.0, 0.5],
        "val_loss": [2.0, 1.5, 1.6],
    }
    if kind == "History":
        table = History([dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)])
    elif kind == "DataFrame":
        table = pytest.importorskip("pandas").DataFrame(table)
    ax = plot.history(table, ["loss", "val_loss"], x="seconds")
    assert [*ax.lines[1].get_xdata()] == [0.5, 1.0, 1.5]
    assert [*ax.lines[1].get_ydata()] == [2.0, 1.5, 1.6]
    assert ax.get_xlabel() == "seconds"
    assert "val_loss: from 2 to 1.6, lowest 1.5 at seconds 1" in describe(ax)


def test_a_column_that_is_missing_is_named_with_those_that_exist():
    with pytest.raises(ValueError, match="no column 'time'; it has 'loss', 'epoch'"):
        plot.history({"loss": [1], "epoch": [1]}, ["loss"], x="time")


# gradient flow and activations


def test_gradient_flow_draws_norms_first_layer_on_top_and_marks_the_zero():
    ax = plot.gradient_flow(GRADIENTS)
    norms, zero, *_ = ax.lines
    assert np.allclose(norms.get_xdata(), [5e-4, 0.1])
    assert [*norms.get_ydata()] == [3, 2]
    assert [*zero.get_ydata()] == [1]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["first", "second", "unused"]
    assert ax.get_xscale() == "log"
    assert describe(ax) == (
        "Norm of the gradient in 3 layers: largest in second, 0.1, smallest in unused, 0."
    )


def test_gradient_flow_refuses_a_model_before_backward():
    with pytest.raises(ValueError, match=r"no layer has a gradient other than 0.*was backward\(\) called"):
        plot.gradient_flow({"a": torch.zeros(3)})
    with pytest.raises(ValueError, match=r"layers\['a'\] must be numbers.*text"):
        plot.gradient_flow({"a": "text"})


def test_activations_tell_quantiles_and_the_share_of_zeros():
    relu = np.maximum(0, np.linspace(-1, 1, 101))
    ax = plot.activations({"relu": relu})
    assert ax.lines[0].get_xdata()[0] == np.median(relu)
    assert "relu 0 to 0.9, 50% exactly 0." in describe(ax)
    with pytest.raises(ValueError, match="layers is empty"):
        plot.activations({})


# decision regions


def test_decision_paints_each_place_with_the_class_it_is_given_and_draws_each_point_once():
    ax = plot.decision(right_half, X, Y)
    figure = ax.figure
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())
    for place, name in (([-1.2, -0.6], "blue"), ([1.2, 0.9], "orange")):
        column, row = ax.transData.transform(place)
        red, _, blue, _ = map(int, pixels[pixels.shape[0] - int(row), int(column)])
        assert (blue > red) == (name == "blue")
    drawn = [c for c in ax.collections if len(c.get_offsets()) > 1]
    assert sorted(map(tuple, np.concatenate([c.get_offsets() for c in drawn]))) == sorted(map(tuple, X))
    assert len({str(c.get_paths()[0].vertices.tolist()) for c in drawn}) == 2  # circles and squares


def test_the_words_of_decision_count_the_points_on_the_right_side():
    right = int((right_half(X.astype(np.float32)) == Y).sum())
    assert describe(plot.decision(right_half, X, Y)) == (
        "60 points of 2 classes in the plane and the region of each class; "
        f"{right} points ({right / 60:.0%}) lie in the region of their own."
    )


def test_a_torch_model_draws_its_regions():
    net = torch.nn.Linear(2, 2)
    ax = plot.decision(lambda p: net(torch.from_numpy(p)).argmax(1), X, Y)
    right = int((net(torch.tensor(X).float()).argmax(1).numpy() == Y).sum())
    assert f"{right} points" in describe(ax)


def test_many_points_become_a_picture():
    many, label = points("moons", 301)
    assert show(plot.decision(right_half, many, label).figure, "x", alt="y").svg.count("<image") == 1
    assert "<image" not in show(plot.decision(right_half, X, Y).figure, "x", alt="y").svg


def test_decision_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match=r"need finite X of shape \(n, 2\).*got \(60, 2\), y \(59,\)"):
        plot.decision(right_half, X, Y[:-1])
    with pytest.raises(ValueError, match="predict must give one class, 0 to 5, a point"):
        plot.decision(lambda p: np.full(len(p), 9), X, Y)
    with pytest.raises(ValueError, match=r"predict\(X\) must be numbers with 1 axes, got shape \(40000, 2\)"):
        plot.decision(lambda p: p, X, Y)


# tables


def cells(ax):
    return {tuple(map(int, t.get_position()[::-1])): t.get_text() for t in ax.texts if t.get_text()}


def test_confusion_counts_true_rows_and_predicted_columns():
    ax = plot.confusion([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 1, 0], classes=["cat", "dog", "owl"])
    assert cells(ax) == {(0, 0): "2", (0, 1): "1", (1, 1): "2", (2, 0): "1"}
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("predicted", "true")
    shade = ax.images[0].get_array()
    assert np.allclose(shade.sum(1), 1)  # shares of the true class
    assert describe(ax) == (
        "Confusion of 3 classes: 4 of 6 right; most often wrong, 1 times: true cat, predicted dog."
    )


def test_confusion_agrees_with_scikit_learn():
    from sklearn.metrics import confusion_matrix

    y, guess = RNG.integers(0, 5, 100), RNG.integers(0, 5, 100)
    want = {at: str(n) for at, n in np.ndenumerate(confusion_matrix(y, guess)) if n}
    assert cells(plot.confusion(y, guess)) == want


def test_confusion_of_a_perfect_model_names_no_mistake():
    assert describe(plot.confusion([0, 1], [0, 1])) == "Confusion of 2 classes: 2 of 2 right."


def test_attention_writes_weights_and_says_the_strongest_first():
    ax = plot.attention(WEIGHTS, ["le", "chat"], ["the", "cat", "!"])
    assert cells(ax) == {(0, 0): ".7", (0, 1): ".2", (0, 2): ".1", (1, 0): ".1", (1, 1): ".1", (1, 2): ".8"}
    assert describe(ax) == (
        "Attention of 2 queries to 3 keys; strongest: chat at ! (0.80), le at the (0.70)."
    )


def test_a_large_table_has_no_overlapping_labels():
    ax = plot.attention(np.full((40, 40), 1 / 40), range(40), range(40))
    assert not cells(ax)
    ax.figure.canvas.draw()
    boxes = [label.get_window_extent() for label in ax.get_xticklabels()]
    assert all(left.x1 < right.x0 for left, right in pairwise(boxes))


def luminance(color):
    c = np.asarray(color)
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize(("page", "text"), [("#ffffff", "#222222"), ("#121212", "#ced6dd")])
def test_text_in_the_darkest_cell_can_be_read(page, text):
    red, green, blue, alpha = plot.draw.SHADES(1.0)
    page, text = (np.array(mpl.colors.to_rgb(color)) for color in (page, text))
    low, high = sorted(
        (luminance(alpha * np.array([red, green, blue]) + (1 - alpha) * page), luminance(text))
    )
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_tables_refuse_what_does_not_fit():
    with pytest.raises(ValueError, match="one prediction, 0 or more, for each label; got 1 for 2"):
        plot.confusion([0, 1], [0])
    with pytest.raises(ValueError, match="need one of classes for each of 3, got 2"):
        plot.confusion([0, 2], [0, 2], classes=["a", "b"])
    with pytest.raises(ValueError, match="need one of keys for each of 3, got 2"):
        plot.attention(WEIGHTS, "ab", "xy")
    with pytest.raises(
        ValueError, match=r"must be finite and not negative, got -1: draw them after the softmax"
    ):
        plot.attention(-np.ones((1, 1)), "a", "b")


# pictures


def test_images_share_one_scale_and_leave_no_empty_frame():
    figure = plot.images(PICTURES[[0, 1, 0]], "abc", columns=2)
    drawn = [ax for ax in figure.axes if ax.images]
    assert [ax.get_title() for ax in drawn] == ["a", "b", "c"]
    assert np.array_equal(drawn[1].images[0].get_array(), PICTURES[1])
    assert {ax.images[0].get_clim() for ax in drawn} == {(0.0, 31.0)}
    assert len(figure.axes) == 4
    assert not any(ax.axison for ax in figure.axes)
    assert describe(figure) == "3 pictures of 4 by 4, 0 to 31: a, b, c."


def test_filters_are_white_at_zero_and_average_the_channels():
    weights = RNG.normal(size=(4, 2, 3, 3))
    figure = plot.filters(torch.tensor(weights))
    image = figure.axes[2].images[0]
    assert np.allclose(image.get_array(), weights[2].mean(0))
    low, high = image.get_clim()
    assert low == -high == -np.abs(weights.mean(1)).max()
    assert "4 filters of 3 by 3" in describe(figure)


def test_colors_from_bytes_are_drawn():
    figure = plot.images(np.full((1, 2, 2, 3), 255, dtype=np.uint8))
    assert figure.axes[0].images[0].get_array().max() == 1


def test_images_refuse_what_does_not_fit():
    with pytest.raises(ValueError, match=r"stack must be numbers with 3 or 4 axes, got shape \(8, 8\)"):
        plot.images(np.ones((8, 8)))
    for bad, columns in ((np.full((1, 2, 2), np.nan), 6), (np.ones((1, 2, 2, 4)), 6), (PICTURES, 9)):
        with pytest.raises(ValueError, match="need finite"):
            plot.images(bad, columns=columns)
    with pytest.raises(ValueError, match="need one of titles for each of 2, got 3"):
        plot.images(PICTURES, "abc")


def test_what_a_plot_returns_is_axes():
    assert all(isinstance(EVERY[name](), Axes) for name in ON_AXES)
