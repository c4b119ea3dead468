"""What search engines and readers are told about the pages: descriptions, the sitemap, the recorded run."""

import re

from docutils import nodes
from docutils.utils import new_document

from dlcourse.page import source
from dlcourse.site import pages, verified, workload


def test_a_description_is_the_notebooks_own_or_the_first_paragraph_cut_at_a_word():
    section = nodes.section("", nodes.title("", "T"), nodes.paragraph("", "", nodes.Text("word " * 60)))
    document = new_document("page")
    document += section
    cut = pages.description(document, {})
    assert len(cut) <= 155
    assert cut.endswith("word…")
    assert pages.description(document, {"dlcourse": '{"description": "Mine."}'}) == "Mine."


def test_a_sitemap_lists_every_page_under_the_homepage():
    xml = pages.sitemap("https://example.org/a", ["index", "b&c"])
    assert re.findall("<loc>(.*?)</loc>", xml) == [
        "https://example.org/a/b&amp;c.html",
        "https://example.org/a/index.html",
    ]


def test_a_recorded_run_is_shown_with_machine_versions_and_times():
    run = {
        "machine": {"cores": 2, "cpu": "Some CPU"},
        "versions": {"python": "3.11.7", "torch": "2.13.0"},
        "date": "2026-01-02",
        "chapters": {"01_neurons": {"seconds": 31.6, "slowest_cell": {"cell": 12, "seconds": 4.2}}},
    }
    text = verified.table(run, {"01_neurons": "Neurons"})
    assert text.startswith("On 2026-01-02, on 2 cores of Some CPU, with python 3.11.7, torch 2.13.0:\n")
    assert "| [Neurons](01_neurons.ipynb) | 32 s | number 12, 4 s |" in text
    assert "No run" in verified.table({**run, "chapters": {}}, {})


def test_the_work_of_each_assignment_is_shown_with_when_it_is_due():
    table = workload.table(source.book()).splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    assert rows[2][0] == "[01 neurons](01_neurons.ipynb)" and rows[2][1] == "" and rows[2][5] == "1"
    assert [rows[-2][5], rows[-2][6]] == ["14", "7"]
    for column in (2, 3, 4):
        numbers = [float(row[column]) for row in rows[2:-1]]
        assert min(numbers) > 0 and sum(numbers) == float(rows[-1][column])
