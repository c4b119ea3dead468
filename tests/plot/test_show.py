"""`show` sends a figure out as SVG that follows the theme, stands beside others and never varies."""

import re
import subprocess
import sys
from itertools import combinations
from xml.etree import ElementTree

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from bs4 import BeautifulSoup

from dlcourse.plot import COLORS, show


@pytest.fixture(autouse=True)
def course_style():
    with plt.style.context("dlcourse.plot.course"):
        yield
    plt.close("all")


def busy(title="T & <b>"):
    """One of everything that matplotlib writes in its own way."""
    figure, (left, right) = plt.subplots(1, 2)
    left.plot([1, 2, 3], [1, 4, 2], label="a $x^2$")
    left.axhline(2, color="k", ls=":")
    left.fill_between([1, 2], [0, 1], alpha=0.3, color="black")
    left.annotate("peak", (2, 4), (1, 3), arrowprops={"arrowstyle": "->"})
    left.set_title(title)
    left.legend()
    right.scatter([0, 1, 2], [0, 1, 2], color="black")
    right.scatter(np.arange(9) / 9, np.ones(9), rasterized=True)
    right.imshow(np.eye(3), cmap="gray_r")
    right.bar([0, 1], [1, 2], hatch="/")
    right.text(0, 0, "bold", weight="bold", rotation=30)
    return figure


def page(figure, caption="A caption.", alt="What it shows."):
    return show(figure, caption, alt=alt)._repr_html_()


def svg(figure, **texts):
    return BeautifulSoup(page(figure, **texts), "html.parser").find("svg")


def test_caption_and_alt_text_travel_with_the_figure_escaped():
    html = page(busy(), caption="Loss < 1 & falling", alt='A "steep" fall, <fast>')
    assert "<figcaption" in html
    assert "Loss &lt; 1 &amp; falling" in html
    found = BeautifulSoup(html, "html.parser")
    assert found.figcaption.text == "Loss < 1 & falling"
    assert found.svg["aria-label"] == 'A "steep" fall, <fast>'
    assert found.svg["role"] == "img"


def test_a_terminal_gets_the_words():
    assert repr(show(busy(), "It falls.", alt="A falling curve.")) == "[figure: A falling curve.]\nIt falls."


def test_nothing_is_left_black():
    html = page(busy())
    assert not re.search(r"#000\b|#000000|rgb\(0, ?0, ?0\)|(fill|stroke): ?black", html)
    drawing = svg(busy())
    assert "fill:currentColor" in drawing["style"]  # what has no color of its own inherits this one
    for element in drawing.find_all(["text", "tspan"]):
        assert not re.search(r"(fill|stroke):(?! ?(currentColor|none))", element.get("style", ""))
        assert element.get("fill") in (None, "currentColor")
    strokes = re.findall(r"stroke: (\S+?)[;\"]", html)
    assert strokes.count("currentColor") > 10
    assert set(strokes) <= {"currentColor", *COLORS.values()}


def test_words_are_not_taken_for_colors():
    words = "black #000000 font-family: 'DejaVu Sans'; 0.123456789"
    assert words in svg(busy(words)).text


def test_colored_lines_keep_their_color():
    figure, ax = plt.subplots()
    for i, color in enumerate(COLORS.values()):
        ax.plot([0, 1], [i, i], color=color)
    html = page(figure)
    assert all(f"stroke: {color}" in html for color in COLORS.values())


def ids(html):
    return re.findall(r'\bid="([^"]*)"', html)


def test_no_id_is_shared_by_two_figures_that_look_the_same():
    one, two = page(busy(), caption="One."), page(busy(), caption="Two.")
    assert ids(one)
    assert not set(ids(one)) & set(ids(two))
    assert len(ids(one)) == len(set(ids(one)))


def test_every_reference_has_its_target_and_every_id_its_reference():
    html = page(busy())
    used = set(re.findall(r'url\(#([^)]*)\)|href="#([^"]*)"', html))
    assert {a or b for a, b in used} == set(ids(html))


def test_it_is_markup_that_a_page_can_hold():
    html = page(busy())
    ElementTree.fromstring(html)  # well-formed
    assert "xlink:" not in html
    assert "ns0" not in html
    assert "<style" not in html  # matplotlib's `* {...}` would reach every other drawing of the page
    assert "<!--" not in html
    assert "<?xml" not in html
    assert "<metadata" not in html


def test_the_same_figure_gives_the_same_bytes():
    assert page(busy()) == page(busy())


def test_another_process_gives_the_same_bytes():
    code = (
        "import matplotlib; matplotlib.use('Agg'); import matplotlib.pyplot as plt\n"
        "from tests.plot.test_show import busy, page\n"
        "with plt.style.context('dlcourse.plot.course'): print(hash(page(busy())), end='')"
    )
    clean = {"PYTHONHASHSEED": "0", "HOME": "/nowhere"}
    command = [sys.executable, "-W", "ignore", "-c", code]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True, env=clean) for _ in range(2)]
    assert runs[0].stdout == runs[1].stdout != ""


def test_it_scales_down_to_a_phone():
    drawing = svg(busy())
    assert drawing["viewbox"].split()[:2] == ["0", "0"]
    assert "max-width:100%" in drawing["style"]
    assert "height:auto" in drawing["style"]
    assert not drawing.get("width")


def test_text_stays_text_whatever_the_style():
    with plt.style.context("default", after_reset=True):
        drawing = svg(busy())
    assert {"T & <b>", "bold", "peak"} <= {text.get_text() for text in drawing.find_all("text")}


def test_the_background_is_transparent_whatever_the_style():
    with plt.style.context("default", after_reset=True):
        html = page(plt.figure())
    assert not re.search("fill: (#ffffff|white)", html)


def test_what_is_rasterized_is_sharp_and_inside():
    figure, ax = plt.subplots(figsize=(2, 2))
    ax.scatter(np.arange(9), np.arange(9), rasterized=True)
    image = svg(figure).find("image")
    assert image["href"].startswith("data:image/png;base64,iVBOR")
    assert not re.search(r"\s", image["href"])


def test_the_figure_is_closed_and_settings_are_left_alone():
    figure = busy()
    before = dict(mpl.rcParams)
    show(figure, "A caption.", alt="Words.")
    assert not plt.fignum_exists(figure.number)
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize(("caption", "alt"), [("", "x"), ("x", ""), ("  ", "x"), ("x", "\n")])
def test_a_figure_without_words_is_refused(caption, alt):
    with pytest.raises(ValueError, match="needs a caption and an alt text"):
        show(plt.figure(), caption, alt=alt)


def test_axes_are_no_figure():
    figure, ax = plt.subplots()
    for wrong in (ax, None, [figure]):
        with pytest.raises(
            TypeError, match=r"show needs the figure, as in `fig, ax = plt.subplots\(\)`; got"
        ):
            show(wrong, "A caption.", alt="Words.")


# the palette


def linear(color):
    c = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def luminance(color):
    return float(np.dot([0.2126, 0.7152, 0.0722], linear(color)))


def contrast(one, two):
    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb):
    """CIELAB of linear sRGB, D65."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    t = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


# Machado, Oliveira, Fernandes 2009: full severity, on linear sRGB
SIGHT = {
    "full": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}


@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_colors_look_alike(sight):
    seen = {name: lab(np.array(SIGHT[sight]) @ linear(color)) for name, color in COLORS.items()}
    for one, two in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[two]) > 18, (one, two)  # 2.3 is just noticeable


@pytest.mark.parametrize("background", ["#ffffff", "#1e1e1e", "#121212"])
def test_every_color_is_readable_in_light_and_dark(background):
    assert min(contrast(color, background) for color in COLORS.values()) >= 3


def test_the_style_draws_with_the_palette():
    assert [f"#{c}".replace("##", "#") for c in mpl.rcParams["axes.prop_cycle"].by_key()["color"]] == [
        *COLORS.values()
    ]
