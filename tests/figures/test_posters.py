"""The posters that the build draws: the same each time, and none is missing without a word."""

import re

import pytest
from sphinx.errors import ExtensionError

from dlcourse.figures import Neuron, Playground, bundle
from dlcourse.site import figures
from tests.figures.conftest import ROOT

NPM = ROOT / "_build/npm"


def state(figure: Neuron | Playground) -> dict:
    return {key: getattr(figure, key) for key in figure.state()}


def test_a_poster_shows_the_state_it_is_given_and_is_the_same_at_every_build():
    asked = [(bundle.script(one.name), state(one)) for one in (Neuron(b=-2.5), Neuron(), Playground())]
    drawn = figures.posters(asked, NPM)
    assert figures.posters(asked, NPM) == drawn
    assert ">−2.5</output>" in drawn[0] and ">−2.5</output>" not in drawn[1]
    assert drawn[2].count('src="data:image/png;base64,') == 1 + 2  # the plane, and two hidden neurons
    assert "<canvas" not in drawn[2]
    ids = [set(re.findall(r' id="([^"]+)"', html)) for html in drawn]
    assert len(set.union(*ids)) == sum(map(len, ids)) > 10


def test_a_script_that_fails_or_never_rests_stops_the_build():
    script = "dlfigures.define('one', () => ({{ render({{ el }}) {{ {} }} }}))"
    with pytest.raises(RuntimeError, match="nothing here"):
        figures.posters([(script.format("throw new Error('nothing here')"), {})], NPM)
    endless = "el.append('It spins.'); (function spin() { requestAnimationFrame(spin) })()"
    with pytest.raises(RuntimeError, match=r"It spins.*does not come to rest"):
        figures.posters([(script.format(endless), {})], NPM)


def test_a_figure_that_is_written_in_another_way_stops_the_build(tmp_path):
    page = "<dl-figure state='{}' name='neuron'></dl-figure>"
    with pytest.raises(ExtensionError, match="1 figures, 0 of them"):
        figures.finish({tmp_path / "page.html": page}, tmp_path, NPM)


def test_pages_without_figures_get_nothing(tmp_path):
    pages = {tmp_path / "page.html": "<p>No figure.</p>"}
    assert figures.finish(pages, tmp_path, NPM) == pages
    assert list(tmp_path.iterdir()) == []
