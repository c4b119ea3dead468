"""`Figure`: one class for both lives of a figure, a widget in a notebook and a plain element on the site."""

import json
import re
from html import escape
from importlib.util import find_spec
from numbers import Real
from typing import Any, ClassVar

import traitlets as T

from dlcourse.environment import is_on
from dlcourse.figures import bundle

#: True while the book is built: a widget would bring its state and third-party scripts to the page.
STATIC = is_on("DLCOURSE_STATIC_FIGURES")
LIVE = not STATIC and find_spec("anywidget") is not None
_INSTALL = 'To move it, run `pip install "dlcourse[lab]"` and restart the kernel.'

_Base: Any = T.HasTraits
if LIVE:
    import anywidget

    _Base = anywidget.AnyWidget


class Figure(_Base):
    """An interactive figure; subclasses add synced traits, which are its state.

    In a notebook it is a widget: read and set its traits, `observe` them, place it with ipywidgets. To
    show one figure twice with one state, display the same object twice. While the book is built, and where
    anywidget is missing, it has the same traits and shows as HTML with the text of `alt`.

    Parameters
    ----------
    share : str
        On the site, figures with the same `share` have one state. In a notebook it has no effect.
    **traits
        The state to begin with.

    Raises
    ------
    traitlets.TraitError
        If a value is not accepted; the message says what is.
    TypeError
        If there is no such trait.
    """

    #: The file `<name>.mjs`, and what the figure shows in words.
    name: ClassVar[str] = ""
    alt: ClassVar[str] = ""

    def __init_subclass__(cls, **options: Any) -> None:
        if LIVE and "name" in vars(cls):  # traitlets makes subclasses of its own
            cls._esm = bundle.module(cls.name)
            cls._css = bundle.style()
        super().__init_subclass__(**options)

    def __init__(self, *, share: str = "", **traits: Any) -> None:
        if unknown := [key for key in traits if key not in self.state()]:
            has = ", ".join(self.state())
            raise TypeError(f"{type(self).__name__} has no {', '.join(unknown)}; it has {has}")
        self.share = share
        super().__init__(**traits)

    @classmethod
    def state(cls) -> dict[str, T.TraitType]:
        """The traits that are the figure's state, by name, in the order they are written."""
        own = {key: None for base in reversed(cls.__mro__) if issubclass(base, Figure) for key in vars(base)}
        return {key: cls.class_traits()[key] for key in own if key in cls.class_traits(figure=True)}

    def html(self) -> str:
        """The element that `host.js` brings to life on the site, with the text for where it does not."""
        state = json.dumps(
            {key: getattr(self, key) for key in self.state()}, ensure_ascii=False, allow_nan=False
        )
        share = f' share="{escape(self.share)}"' if self.share else ""
        return (
            f'<dl-figure name="{self.name}"{share} state="{escape(state)}">'
            f"<p>{escape(self.alt)} <em>(This figure moves where JavaScript runs.)</em></p></dl-figure>"
        )

    def __repr__(self) -> str:
        return f"[figure: {self.alt}]"

    def _repr_mimebundle_(self, **how: Any) -> Any:
        if LIVE:
            return super()._repr_mimebundle_(**how)
        if STATIC:
            return {"text/html": self.html(), "text/plain": repr(self)}
        parts = [f"<p>{escape(self.alt)}</p>", f"<p>{escape(_INSTALL)}</p>"]
        return {"text/html": "".join(parts), "text/plain": f"{self!r}\n{_INSTALL}"}


def number(start: float, low: float, high: float) -> Any:
    """A trait with a number from `low` to `high`, Python's or NumPy's."""
    return _Number(start, min=low, max=high).tag(sync=True, figure=True)


def choice(start: str, *others: str) -> Any:
    """A trait with one of these texts."""
    return T.Enum([start, *others], start).tag(sync=True, figure=True)


def text(start: str, pattern: str) -> Any:
    """A trait with any text that matches `pattern` from end to end; JavaScript reads the pattern too."""
    return _Text(start, pattern).tag(sync=True, figure=True)


class _Number(T.Float):
    def validate(self, obj: Any, value: Any) -> Any:
        if isinstance(value, Real) and not isinstance(value, bool):
            value = float(value)  # also np.float32, which JSON would not take
        if value != value:  # nan lies in no range, though no comparison says so
            self.error(obj, value, info=f"a number from {self.min:g} to {self.max:g}")
        return super().validate(obj, value)


class _Text(T.Unicode):
    def __init__(self, start: str, pattern: str) -> None:
        self.pattern = pattern
        self.info_text = f"a text that matches {pattern}"
        super().__init__(start)

    def validate(self, obj: Any, value: Any) -> Any:
        value = super().validate(obj, value)
        if not re.fullmatch(self.pattern, value):
            self.error(obj, value)
        return value
