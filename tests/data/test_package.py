"""The package as a whole: checksums hold, missing ones are named, no connection is opened, pictures show."""

import socket
import sys
import warnings

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import pytest

from dlcourse import data
from dlcourse.data import ContentChanged, picture
from dlcourse.data._package import packaged, sources
from dlcourse.data.pictures import NAMES

DOWNLOADED = ("mnist", "fashion_mnist", "kmnist", "cifar10", "cifar100")
EMBEDDED = [name for name in NAMES if name not in DOWNLOADED]
FILES = [
    (package, path)
    for package in ("sklearn", "skimage", "statsmodels", "vega_datasets")
    for path in sources()[package]
]


@pytest.mark.parametrize(("package", "path"), FILES)
def test_the_installed_packages_ship_the_bytes_that_the_book_was_written_with(package, path):
    with warnings.catch_warnings():
        warnings.simplefilter("error", ContentChanged)
        assert len(packaged(package, path)) > 100


@pytest.mark.parametrize("load", [data.names, data.dates, data.glyphs])
def test_names_dates_and_fonts_are_those_that_the_book_was_written_with(load):
    with warnings.catch_warnings():
        warnings.simplefilter("error", ContentChanged)
        load()


def test_other_bytes_bring_a_warning_that_says_which_and_still_load(monkeypatch):
    monkeypatch.setitem(sources()["statsmodels"], "datasets/nile/nile.csv", "0" * 64)
    with pytest.warns(
        ContentChanged, match=r"datasets/nile/nile.csv in the installed statsmodels is not what"
    ):
        assert data.series("nile").values.shape == (100, 1)


def test_a_file_that_the_package_no_longer_has_is_a_clear_error():
    with pytest.raises(FileNotFoundError, match=r"the installed statsmodels has no file datasets/none\.csv"):
        packaged("statsmodels", "datasets/none.csv")


@pytest.mark.parametrize(
    ("package", "load"),
    [
        ("statsmodels", lambda: data.series("co2")),
        ("vega_datasets", lambda: data.series("stocks")),
        ("skimage", lambda: data.photo("coins")),
        ("faker", data.names),
        ("babel", data.dates),
    ],
)
def test_a_missing_package_is_named_with_the_extra(monkeypatch, package, load):
    monkeypatch.setitem(sys.modules, package, None)  # what Python itself keeps for "cannot be imported"
    with pytest.raises(
        ImportError, match=rf"{package}, which is not installed; run: pip install 'dlcourse\[data\]'"
    ):
        load()


@pytest.mark.parametrize("name", EMBEDDED)
@pytest.mark.filterwarnings("ignore::dlcourse.data.ContentChanged")  # topics on another Python
def test_every_embedded_set_has_a_picture_and_opens_no_connection(monkeypatch, name):
    def refuse(*_):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    ax = picture(name)
    ax.figure.canvas.draw()
    assert ax.images or ax.lines or ax.collections or ax.texts
    plt.close(ax.figure)


def test_a_picture_is_drawn_where_it_is_told():
    figure, axes = plt.subplots(1, 2)
    assert picture("nile", axes[1]) is axes[1]
    assert not axes[0].lines
    plt.close(figure)


def test_an_unknown_picture_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"picture must be one of digits, .*; got 'imagenet'"):
        picture("imagenet")
