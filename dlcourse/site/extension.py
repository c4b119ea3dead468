"""The Sphinx extension that `_config.yml` names: the look and the pages of the site, one module a concern."""

from typing import Any

from sphinx.application import Sphinx

from dlcourse.site import (
    epub,
    figures,
    finish,
    glossary,
    katex,
    landing,
    pages,
    prose,
    reading,
    references,
    tables,
    verified,
)


def setup(app: Sphinx) -> dict[str, Any]:
    for module in (
        katex, prose, glossary, references, tables, verified, pages, landing, figures, reading, finish,
        epub,
    ):  # fmt: skip
        module.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
