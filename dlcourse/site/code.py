"""Code is colored with few elements.

Pygments puts each token into an element of its own, also a comma. Where a kind of token has the color of
plain code in both themes, its elements say nothing and are left out; neighbors of one kind become one.
Operators are plain as well: in numerical code they are nearly half of what would be colored.
"""

import re

from sphinx.errors import ExtensionError

_OPERATOR = "o"  # Pygments' class for +, = and the dot; words such as `not` have their own
_RULE = re.compile(r'html\[data-theme="(light|dark)"\] \.highlight (?:\.(\w+) )?\{ ([^}]*?);? \}')


def plain_classes(css: str) -> set[str]:
    """The classes that a Pygments style sheet for both themes shows as plain code is shown, and operators.

    Raises
    ------
    ExtensionError
        If the style sheet does not say how plain code looks in both.
    """
    looks: dict[str, dict[str, str]] = {"light": {}, "dark": {}}
    for theme, kind, look in _RULE.findall(css):
        looks[theme][kind] = look
    base = {theme: re.search(r"(?<!-)color: [^;]+", rules.get("", "")) for theme, rules in looks.items()}
    if not all(base.values()):
        raise ExtensionError(
            "pygments.css does not give the color of plain code in light and dark: adapt code.py"
        )
    return {
        kind
        for kind in looks["light"].keys() & looks["dark"].keys() - {""}
        if all(looks[theme][kind] == base[theme][0] for theme in looks)  # type: ignore[index]
    } | {_OPERATOR}


def join(html: str, plain: set[str]) -> str:
    """A page without the elements around plain code, and with one around neighbors of one kind."""
    if plain:
        kinds = "|".join(sorted(plain))
        html = re.sub(rf'<span class="(?:{kinds})">([^<]*)</span>', r"\1", html)
    same = re.compile(r'<span class="(\w{1,3})">([^<]*)</span>(\s*)<span class="\1">')
    while (joined := same.sub(r'<span class="\1">\2\3', html)) != html:
        html = joined
    return html
