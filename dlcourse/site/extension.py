"""The Sphinx extension that `_config.yml` names: the look and the pages of the site, one module a concern."""

from typing import Any

from sphinx.application import Sphinx

from dlcourse.site import (
    code,
    covers,
    figures,
    glossary,
    katex,
    landing,
    light,
    pages,
    plots,
    prose,
    reading,
    references,
    styles,
    verified,
)


def setup(app: Sphinx) -> dict[str, Any]:
    for module in (
        katex, prose, glossary, references, verified, pages, covers, landing, figures, reading, light, code,
        plots, styles,
    ):  # fmt: skip
        module.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
