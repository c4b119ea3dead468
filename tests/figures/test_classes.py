"""The classes of the figures: a widget where one can live, else, and while the book is built, plain HTML."""

import json
import os
import re
import subprocess
import sys
from fractions import Fraction
from html.parser import HTMLParser

import numpy as np
import pytest
import traitlets

from dlcourse import figures
from dlcourse.figures import bundle
from dlcourse.plot import COLORS
from dlcourse.site import assets

CLASSES = [getattr(figures, name) for name in figures.__all__]
each = pytest.mark.parametrize("figure", CLASSES, ids=lambda cls: cls.name)


def python(program: str, **env: str) -> str:
    """What a fresh interpreter prints."""
    env = {k: v for k, v in os.environ.items() if k != "DLCOURSE_STATIC_FIGURES"} | env
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Element(HTMLParser):
    """The attributes of the first element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.attributes: dict[str, str | None] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.attributes = self.attributes or {"tag": tag, **dict(attrs)}


@each
def test_the_element_carries_the_state_and_says_in_words_what_it_shows(figure):
    html = figure(share='a"b').html()
    element = Element(html).attributes
    assert (element["tag"], element["name"], element["share"]) == ("dl-figure", figure.name, 'a"b')
    state = {key: trait.default_value for key, trait in figure.state().items()}
    assert json.loads(element["state"]) == state
    assert len(figure.alt) > 100 and figure.alt in html


@each
@pytest.mark.parametrize(
    "cast", [int, float, np.float32, np.float64, np.float16, np.int64, np.uint8, np.longdouble, Fraction]
)
def test_a_number_of_any_kind_is_a_number(figure, cast):
    for key, trait in figure.state().items():
        if isinstance(trait, traitlets.Float) and trait.max >= 1:
            value = cast(max(1, int(trait.min)))  # a whole number, which all of them hold
            made = figure(**{key: value})
            assert type(getattr(made, key)) is float
            assert getattr(made, key) == float(value)
            assert json.loads(Element(made.html()).attributes["state"])[key] == float(value)


@each
@pytest.mark.parametrize(
    "value", [float("nan"), np.nan, np.float32("nan"), float("inf"), -np.inf, None, "1", 1j, [1.0]]
)
def test_what_is_no_number_in_the_range_is_refused(figure, value):
    for key, trait in figure.state().items():
        if isinstance(trait, traitlets.Float):
            with pytest.raises(traitlets.TraitError, match=key):
                figure(**{key: value})
            made = figure()
            with pytest.raises(traitlets.TraitError, match=key):
                setattr(made, key, value)
            assert getattr(made, key) == trait.default_value


@each
def test_both_ends_of_a_range_are_in_it_and_nothing_beyond(figure):
    for key, trait in figure.state().items():
        if isinstance(trait, traitlets.Float):
            for end, beyond in ((trait.min, -1), (trait.max, 1)):
                assert getattr(figure(**{key: end}), key) == end
                with pytest.raises(traitlets.TraitError, match=key):
                    figure(**{key: np.nextafter(end, beyond * np.inf)})


@each
def test_a_value_that_is_not_accepted_is_refused_with_what_is(figure):
    for key, trait in figure.state().items():
        with pytest.raises(traitlets.TraitError, match=key):
            figure(**{key: "nothing like this" if isinstance(trait, traitlets.Enum) else 1e6})
    with pytest.raises(
        TypeError, match=rf"{figure.__name__} has no speed; it has {next(iter(figure.state()))}"
    ):
        figure(speed=1)


def test_in_a_notebook_a_figure_is_a_widget_that_others_can_hold_link_and_observe():
    import ipywidgets

    one, other = figures.Neuron(w1=2), figures.Neuron()
    traitlets.link((one, "w1"), (other, "w1"))
    seen = []
    other.observe(lambda change: seen.append(change.new), "w1")
    one.w1 = -1.5
    assert seen == [-1.5]
    assert ipywidgets.HBox([one, other]).children == (one, other)
    bundled = one._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in (
        bundled[0] if isinstance(bundled, tuple) else bundled
    )


@each
def test_while_the_book_is_built_it_is_html_and_no_widget_exists(figure):
    name = figure.__name__
    program = (
        f"import sys; from dlcourse.figures import {name}; bundle = {name}()._repr_mimebundle_();"
        "print('anywidget' in sys.modules, 'ipywidgets' in sys.modules, sorted(bundle), bundle['text/html'])"
    )
    said = python(program, DLCOURSE_STATIC_FIGURES="1")
    assert said.startswith(f"False False ['text/html', 'text/plain'] <dl-figure name=\"{figure.name}\"")


def test_without_anywidget_it_says_what_it_shows_and_what_to_install():
    program = (
        "import sys; sys.modules['anywidget'] = None\n"  # what Python itself keeps for a missing module
        "import importlib.util; find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name: None if name == 'anywidget' else find(name)\n"
        "from dlcourse.figures import Neuron\n"
        "print(*Neuron(w1=2)._repr_mimebundle_().values(), sep='\\n')"
    )
    said = python(program)
    assert figures.Neuron.alt in said
    assert 'pip install "dlcourse[lab]"' in said
    assert "<dl-figure" not in said


def test_importing_the_course_does_not_import_widgets():
    assert python("import sys, dlcourse, dlcourse.page; print('anywidget' in sys.modules)") == "False\n"


@each
def test_the_script_of_a_figure_is_one_piece_that_node_parses(figure, tmp_path):
    script = tmp_path / "figure.js"
    script.write_text(bundle.script(figure.name), "utf8")
    assets.run("node", ["--check", str(script)])
    run = "globalThis.dlfigures = { define: (name, make) => console.log(name, Object.keys(make()).join()) };"
    said = assets.run("node", ["--eval", f"{run} require({json.dumps(str(script))})"])
    assert said == f"{figure.name} state,render\n"
    # a cell in Python also begins a line with `import`, and names no file
    assert not re.search(r"""^import\b.*['"];?$""", bundle.module(figure.name), re.M)


def test_the_host_and_the_style_travel_without_comments_and_node_parses_the_host(tmp_path):
    script = tmp_path / "host.js"
    script.write_text(bundle.host(), "utf8")
    assets.run("node", ["--check", str(script)])
    assert "//" not in bundle.host().replace("from file://", "")
    assert "/*" not in bundle.style()


def test_comments_stay_at_home_and_what_only_looks_like_one_travels(tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)
    code = "const site = 'https://a.example/* b */';\nexport default { site };\n"
    about = "// About.\n/** One\n * or\n * more. */\n"
    (tmp_path / "one.mjs").write_text(f"{about}export {code}  // End.\n/** Last. */\n")
    assert bundle.module("one") == code


def test_a_module_that_cannot_be_put_in_one_piece_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)
    (tmp_path / "far.mjs").write_text(
        "import * as d3 from 'https://example.org/d3.mjs';\nexport default {};\n"
    )
    with pytest.raises(
        ValueError, match=r"far.mjs: cannot put .*write: import \{ name \} from './sibling.mjs'"
    ):
        bundle.module("far")
    with pytest.raises(ValueError, match=r"there is no near\.mjs beside the figures; there are far"):
        bundle.module("near")
    (tmp_path / "none.mjs").write_text("export const one = 1;\n")
    with pytest.raises(ValueError, match="exactly one `export default`, got 0"):
        bundle.script("none")


def test_the_colors_are_those_of_the_plots():
    for name, color in COLORS.items():
        assert f"--dlf-{name}: {color};" in bundle.style()
