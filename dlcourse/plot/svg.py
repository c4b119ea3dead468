"""`inline`: a matplotlib figure as one `<svg>` element that may stand in a page next to others."""

import io
import re
import zlib
from xml.etree import ElementTree

import matplotlib as mpl
from matplotlib.figure import Figure

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_FONT = "'DejaVu Sans',system-ui,sans-serif"
_POINTS_TO_PIXELS = 4 / 3
_NARROWEST = 0.75  # on a phone it shrinks until labels are 10 pixels high; then it scrolls
_DOTS_PER_INCH = 192  # of what is rasterized: sharp on a dense screen


def inline(figure: Figure, alt: str, *, key: str = "") -> str:
    """`figure` as SVG: black becomes the text color, ids are its own, the same figure gives the same bytes.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    alt : str
        What a screen reader says.
    key : str
        Anything that tells this figure from others that may look the same; ids are made from it.
    """
    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "dlcourse"}):
        metadata = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(buffer, format="svg", dpi=_DOTS_PER_INCH, transparent=True, metadata=metadata)
    text = buffer.getvalue()
    root = ElementTree.fromstring(text)
    width = float(root.attrib["width"].removesuffix("pt")) * _POINTS_TO_PIXELS
    own = f"dlc{zlib.crc32(f'{key}{alt}{text}'.encode()):08x}"
    _rename(root, own)
    for element in root.iter():
        _restyle(element)
    root.attrib = {
        "viewBox": root.attrib["viewBox"],
        "role": "img",
        "aria-label": alt,
        # black fills, of text as of shapes, carry no attribute of their own: they inherit this one
        "style": f"width:{width:.0f}px;max-width:100%;min-width:{width * _NARROWEST:.0f}px;height:auto;"
        f"color:inherit;fill:currentColor;stroke-linejoin:round;stroke-linecap:butt;font-family:{_FONT}",
    }
    return _serialized(root)


def _rename(root: ElementTree.Element, own: str) -> None:
    """Drop the ids that nothing refers to and make the others unlike those of any other figure."""
    used = set()
    for element in root.iter():
        for value in element.attrib.values():
            used.update(re.findall(r"url\(#([^)]+)\)", value))
        if element.get(_HREF, "").startswith("#"):
            used.add(element.attrib[_HREF][1:])
    new = {old: f"{own}-{i}" for i, old in enumerate(sorted(used))}
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            if name == "id" and value not in new:
                del element.attrib["id"]
            elif name == "id":
                element.attrib["id"] = new[value]
            elif name == _HREF and value.startswith("#"):
                element.attrib[_HREF] = f"#{new[value[1:]]}"
            elif "url(#" in value:
                element.attrib[name] = re.sub(r"url\(#([^)]+)\)", lambda m: f"url(#{new[m[1]]})", value)


def _restyle(element: ElementTree.Element) -> None:
    """One element: black to the text color, short fonts and numbers, no style sheet for the whole page."""
    for child in list(element):
        if child.tag in (
            f"{_SVG}metadata",
            f"{_SVG}style",
        ):  # `* {...}` there would reach every SVG of the page
            element.remove(child)
    for name, value in element.attrib.items():
        if name == _HREF and value.startswith("data:"):
            value = "".join(value.split())
        elif name in ("style", "fill", "stroke"):
            value = re.sub(r"#000000\b", "currentColor", value)
            value = re.sub(r"font-family: 'DejaVu Sans'[^;]*;? ?", "", value)
            value = re.sub(r"(font: [^;]*?)'DejaVu Sans'[^;]*", rf"\1{_FONT}", value)
        elif name in ("d", "x", "y") or value.startswith(("translate", "rotate")):
            value = re.sub(r"(\.\d\d)\d+", r"\1", " ".join(value.split()))  # a hundredth of a point
        element.attrib[name] = value
    indented = element.tag == f"{_SVG}text" and len(element)  # its words are in its spans
    if indented or element.tag not in (f"{_SVG}text", f"{_SVG}tspan"):
        element.text = None
    element.tail = None


def _serialized(root: ElementTree.Element) -> str:
    """Markup without namespace prefixes, which HTML does not know."""
    for element in root.iter():
        element.tag = element.tag.removeprefix(_SVG)
        if _HREF in element.attrib:
            element.attrib["href"] = element.attrib.pop(_HREF)
    return ElementTree.tostring(root, encoding="unicode")
