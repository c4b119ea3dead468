"""Sphinx extension: how the site renders markdown that must also read well in JupyterLab and Colab.

- A block quote that starts with a bold word (`> **Note** ...`) becomes an admonition.
- A box to tick (`- [ ] ...`) is labeled by its text.
- A cell tagged `setup` is folded: on the site there is nothing to set up.
- A cell that only calls `card`, `quiz` or `exercises` shows what it gives, not the call.
- An output of nothing but `claim` and `same` lines is prose, and wraps; a printed table scrolls.
- What a page needs before its first picture, but a reader of the site does not, stands behind the card.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

#: The bold word of a block quote, and the theme's admonition that fits; any other word gives a plain one.
_KINDS = {
    "note": "note", "tip": "tip", "hint": "hint", "warning": "warning", "caution": "warning",
    "predict": "predict", "question": "predict", "definition": "note",
}  # fmt: skip


_CARD = re.compile(r"card\([^()]*\)")
_ONLY_SHOWS = re.compile(r"(card|quiz|exercises)\([^()]*\)")
_ONLY_SAYS = re.compile(r"(?:(?:✓|same:) [^\n]*\n?)+")


def setup(app: Sphinx) -> None:
    app.add_transform(Admonitions)
    app.connect("doctree-resolved", lambda _app, doctree, _name: _arrange(doctree))


class Admonitions(SphinxTransform):
    """Turn block quotes that start with a bold word into admonitions with that word as their title."""

    default_priority = 700

    def apply(self, **_: object) -> None:
        for quote in list(self.document.findall(nodes.block_quote)):
            first = quote[0] if len(quote) else None
            words = [child for child in first if child.astext()] if isinstance(first, nodes.paragraph) else []
            if words and isinstance(words[0], nodes.strong):
                quote.replace_self(_admonition(quote, words))


def _admonition(quote: nodes.block_quote, words: list[nodes.Node]) -> nodes.admonition:
    """The block quote as a box: `words`, its first paragraph, give the title and begin the text."""
    title, *rest = words
    name = title.astext().strip().rstrip(".:")
    box = nodes.admonition("", nodes.title("", name), classes=[_KINDS.get(name.lower(), "plain")])
    if rest and isinstance(rest[0], nodes.Text):
        rest[0] = nodes.Text(rest[0].astext().lstrip(" .:\n"))
    if rest:
        box += nodes.paragraph("", "", *rest)
    box += quote[1:]
    return box


def _label_boxes(doctree: nodes.document) -> None:
    """The text behind a box to tick (`- [ ] ...`) is its label."""
    for box in list(doctree.findall(nodes.raw)):
        if "task-list-item-checkbox" in box.astext():
            place = box.parent
            place.insert(0, nodes.raw("", "<label>", format="html"))
            place.append(nodes.raw("", "</label>", format="html"))


def _arrange(doctree: nodes.document) -> None:
    _label_boxes(doctree)
    lead_with_the_picture(doctree)
    style_cells(doctree)


def lead_with_the_picture(doctree: nodes.document) -> None:
    """Move a chapter's links, its setup and folded code that shows nothing from above its card to below it.

    A page without a card stays as it is.
    """
    card = next((cell for cell in doctree.findall(nodes.container) if _is_card(cell)), None)
    if card is None:
        return
    above = card.parent[: card.parent.index(card)]
    later = [node for node in above if _only_for_notebooks(node)]
    for node in later:
        card.parent.remove(node)
    at = card.parent.index(card) + 1
    card.parent[at:at] = later


def _is_card(node: nodes.Node) -> bool:
    if not isinstance(node, nodes.container) or "cell" not in node["classes"]:
        return False
    return any("cell_input" in part["classes"] and _CARD.fullmatch(part.astext().strip()) for part in node)


def _only_for_notebooks(node: nodes.Node) -> bool:
    if isinstance(node, nodes.paragraph):
        return any("colab" in link.get("refuri", "") for link in node.findall(nodes.reference))
    if not isinstance(node, nodes.container) or not {"tag_setup", "tag_hide-input"} & set(node["classes"]):
        return False
    return not any("cell_output" in part["classes"] for part in node)


def style_cells(doctree: nodes.document) -> None:
    """Fold the setup cell, leave out the code of cells that only show something, let claims wrap."""
    for output in doctree.findall(nodes.literal_block):
        if "stream" in output["classes"] and _ONLY_SAYS.fullmatch(output.astext()):
            output["classes"].append("dlc-says")
    for cell in list(doctree.findall(nodes.container)):
        if "tag_setup" in cell["classes"]:
            opening = '<details class="dlc-setup"><summary>Setup, for JupyterLab and Colab</summary>'
            cell.insert(0, nodes.raw("", opening, format="html"))
            cell.append(nodes.raw("", "</details>", format="html"))
        elif "cell_input" in cell["classes"] and _ONLY_SHOWS.fullmatch(cell.astext().strip()):
            cell.parent.remove(cell)
