"""What the repository says about itself: introduction, README, citation, conda environment."""

import importlib
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from dlcourse.page import source

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
MARKDOWN = sorted((ROOT / "book").glob("*.md"))
CHAPTERS = sorted((ROOT / "book").glob("[0-9][0-9]_*.ipynb"))


@pytest.fixture(scope="module")
def plan() -> dict[int, str]:
    """The lines of the introduction's list of chapters, by number."""
    lines = re.findall(r"^(\d+)\. (\*\*.+)$", (ROOT / "book/index.md").read_text("utf8"), flags=re.M)
    return {int(number): line for number, line in lines}


def test_the_introduction_plans_twenty_chapters(plan):
    assert list(plan) == list(range(1, 21))


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_the_introduction_links_a_chapter_that_is_here_with_its_question(path, plan):
    question = source.course_metadata(path, "question")["question"]
    line = plan[int(path.stem[:2])]
    assert f"]({path.name})" in line
    assert line.endswith(f": {question}")


def test_the_introduction_links_no_chapter_that_is_not_here(plan):
    linked = [name for line in plan.values() for name in re.findall(r"\]\((\S+\.ipynb)\)", line)]
    assert sorted(linked) == [path.name for path in CHAPTERS]


def test_the_table_of_contents_holds_every_chapter_in_order():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf8"))
    assert [entry["file"] for entry in toc["parts"][0]["chapters"]] == [path.stem for path in CHAPTERS]


def test_the_table_of_contents_holds_every_page():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf8"))
    held = [entry["file"] for part in toc["parts"] for entry in part["chapters"]]
    there = [path.stem for path in (ROOT / "book").iterdir() if path.suffix in (".md", ".ipynb")]
    assert sorted([toc["root"], *held]) == sorted(there)


@pytest.mark.parametrize("page", sorted((ROOT / "book").glob("api_*.md")), ids=lambda page: page.stem)
def test_a_reference_page_holds_every_public_name_of_its_package_once(page):
    package = importlib.import_module(f"dlcourse.{page.stem.removeprefix('api_')}")
    held = re.findall(r"^\.\. (?:py:data|auto\w+):: (\w+)$", page.read_text("utf8"), re.M)
    assert sorted(held) == sorted(package.__all__)


def test_every_package_that_a_learner_calls_has_a_reference_page():
    packages = {"data", "models", "train", "check", "plot", "scratch", "figures", "hardware"}
    assert {page.stem.removeprefix("api_") for page in (ROOT / "book").glob("api_*.md")} == packages


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", *(f"book/{page.name}" for page in MARKDOWN)]
)
def test_every_relative_link_of_a_page_leads_to_a_file(name):
    page = ROOT / name
    text = re.sub(r"```.*?```", "", page.read_text("utf8"), flags=re.S)
    targets = [link.partition("#")[0] for link in re.findall(r"\]\((?!https?:|#)([^)\s]+)\)", text)]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_path_that_contributing_names_is_there():
    text = (ROOT / "CONTRIBUTING.md").read_text("utf8")
    named = re.findall(r"`((?:dlcourse|book|solutions|tests|benchmarks|\.ci)/[\w./-]*)`", text)
    example = {"NN_topic": "01_neurons", "topic": "neurons", "exercise": "perceptron"}
    paths = [re.sub("|".join(example), lambda found: example[found[0]], name) for name in named]
    assert len(paths) > 10
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_picture_of_the_site_is_small():
    assert (ROOT / "assets/site.png").stat().st_size <= 200_000


def test_the_citation_agrees_with_the_package():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf8"))
    assert citation["version"] == PROJECT["version"]
    assert citation["repository-code"] == PROJECT["urls"]["Repository"]
    assert citation["url"] == PROJECT["urls"]["Homepage"]
    assert PROJECT["license"] in citation["license"]


def test_the_addresses_in_the_pages_are_those_of_the_package():
    for name in ("README.md", "book/install.md", "LICENSE-text"):
        found = re.findall(
            r"https://(?:github\.com|dlcourse\.github\.io)/[\w./-]*\w", (ROOT / name).read_text("utf8")
        )
        assert found
        assert all(
            url.startswith((PROJECT["urls"]["Repository"], PROJECT["urls"]["Homepage"])) for url in found
        )


def test_conda_installs_what_pip_installs():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf8"))
    python, _, pip = environment["dependencies"]
    assert python.removeprefix("python=") in PROJECT["requires-python"]
    assert pip["pip"] == ["-c constraints.txt", "-e .[dev]"]
