"""What makes a page small: plots in files, code in few elements, one style sheet, icons that are used."""

import re
import shutil
from pathlib import Path

import pydata_sphinx_theme
import pytest
from sphinx.errors import ExtensionError

from dlcourse.site import code, icons, light, plots, styles

THEME = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static"
COLORS = {"light": "#111111", "dark": "#eeeeee"}
PYGMENTS = """
html[data-theme="light"] .highlight { background: #fefefe; color: #080808 }
html[data-theme="light"] .highlight .n { color: #080808 } /* Name */
html[data-theme="light"] .highlight .k { color: #6730C5 } /* Keyword */
html[data-theme="light"] .highlight .x { color: #080808 }
html[data-theme="dark"] .highlight { background: #2b2b2b; color: #F8F8F2 }
html[data-theme="dark"] .highlight .n { color: #F8F8F2 } /* Name */
html[data-theme="dark"] .highlight .k { color: #DCC6E0 } /* Keyword */
html[data-theme="dark"] .highlight .x { color: #ABE338 }
"""


def test_a_theme_that_writes_its_pages_in_another_way_stops_the_build():
    with pytest.raises(ExtensionError, match="expected 1 to 1 matches, got 0"):
        light.lighten("<html><head></head></html>", "index.html")


def test_a_signature_over_several_lines_is_no_definition_list():
    signature = (
        '<span class="sig-paren">(</span>\n\n<dl>\n<dd><em class="sig-param"><span>x</span></em>,</dd>\n</dl>'
        '<span class="sig-paren">)</span>'
    )
    for edit in light._EDITS:
        if "signature" in edit.why or "parameters" in edit.why:
            signature = edit.apply(signature, "api.html")
    assert "<dl>" not in signature
    assert "</dl>" not in signature
    assert '<span class="dlc-parameter"><em class="sig-param"><span>x</span></em>,</span>' in signature


def test_a_theme_that_names_its_icons_in_another_way_stops_the_build(tmp_path):
    with pytest.raises(RuntimeError, match="another way than before"):
        icons.subset_fonts(tmp_path, '.fa-bars:before{--fa:"\\f0c9"}')


def test_of_the_icons_those_that_occur_are_kept(tmp_path):
    from fontTools.ttLib import TTFont

    (tmp_path / "vendor").mkdir()
    shutil.copytree(THEME / "vendor/fontawesome", tmp_path / "vendor/fontawesome")
    theme = (THEME / "styles/pydata-sphinx-theme.css").read_text("utf8")
    sheet = '.fa-bars:before{content:"\\f0c9"}' + theme[theme.index("--pst-icon-") :].partition("}")[0]
    kept = icons.subset_fonts(tmp_path, sheet)
    font = tmp_path / "vendor/fontawesome/webfonts/fa-solid-900.woff2"
    assert 0xF0C9 in TTFont(font).getBestCmap()
    assert set(TTFont(font).getBestCmap()) <= kept
    assert font.stat().st_size < 10_000


def plot(alt="A line that rises."):
    import matplotlib.pyplot as plt

    from dlcourse.plot import show

    fig, ax = plt.subplots(figsize=(4, 2))
    ax.plot([0, 1], label="line")
    return show(fig, "It rises.", alt=alt)._repr_html_()


def test_a_plot_becomes_an_image_for_each_theme_that_says_the_same_and_keeps_its_room(tmp_path):
    page = plots.to_files(f"<p>before</p>{plot()}<p>after</p>", tmp_path, COLORS)
    assert "<svg" not in page and "<figcaption" in page and page.startswith("<p>before</p>")
    images = re.findall(r"<img ([^>]*)>", page)
    assert len(images) == 2
    for image, (theme, color) in zip(images, COLORS.items(), strict=True):
        assert f"dlc-{theme} " in image
        assert 'alt="A line that rises."' in image and 'loading="lazy"' in image
        width, height = (int(re.search(rf'{side}="(\d+)"', image)[1]) for side in ("width", "height"))
        assert width / height == pytest.approx(2, rel=0.01)
        file = tmp_path / re.search(r'src="([^"]+)"', image)[1]
        svg = file.read_text("utf8")
        assert f"color:{color}" in svg and "inherit" not in svg
        assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"')


def test_a_plot_that_is_not_understood_stops_the_build(tmp_path):
    with pytest.raises(ExtensionError, match=r"1 plots on a page, 0 of them"):
        plots.to_files('<figure class="dlc-figure"><canvas></canvas></figure>', tmp_path, COLORS)


def test_the_colors_of_plots_are_those_of_the_sites_text():
    with pytest.raises(ExtensionError, match="need light and dark"):
        plots.ink('html[data-theme="light"] { --pst-color-text-base: #123456; }')


def test_tokens_that_look_like_plain_code_lose_their_element_and_neighbors_join():
    kinds = code.plain_classes(PYGMENTS)
    assert kinds == {"n", "o"}  # x is plain in one theme alone; operators always are
    line = (
        '<span class="k">def</span><span class="n">f</span> '
        '<span class="x">(</span><span class="x">)</span> <span class="x">:</span> <span class="o">+</span>1'
    )
    assert code.join(line, kinds) == '<span class="k">def</span>f <span class="x">() :</span> +1'
    with pytest.raises(ExtensionError, match="does not give the color"):
        code.plain_classes(".highlight .n { color: #080808 }")


def test_style_sheets_become_one_whose_files_are_still_found(tmp_path):
    (tmp_path / "theme").mkdir()
    (tmp_path / "base.css").write_text("@charset \"utf-8\"; p { background: url('img/a.png') }")
    (tmp_path / "theme/one.css").write_text('@import "../base.css";\ni { background: url(fonts/b.woff2) }')
    face = 'src:url(f.woff2) format("woff2"),url(f.woff) format("woff"),url(f.ttf) format("truetype")'
    (tmp_path / "fonts.css").write_text(f"@font-face {{ {face} }}")
    css = styles.bundle(tmp_path, ["theme/one.css"])
    assert 'url("img/a.png")' in css and 'url("theme/fonts/b.woff2")' in css
    assert css.index("img/a.png") < css.index("fonts/b")
    assert "@import" not in css and "@charset" not in css
    with pytest.raises(ExtensionError, match=r"asks for the style sheet gone\.css"):
        styles.bundle(tmp_path, ["gone.css"])
    assert styles.bundle(tmp_path, ["fonts.css"]) == '@font-face { src:url("f.woff2") format("woff2") }'
