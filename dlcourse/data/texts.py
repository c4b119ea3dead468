"""Words: family names by country (faker), dates in languages (babel), Python's own help texts."""

import importlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from dlcourse.data._package import expect, folder_of, sources
from dlcourse.data.digits import split

LOCALES = ("de_DE", "en_US", "es_ES", "fi_FI", "fr_FR", "hr_HR", "it_IT", "nl_NL", "sv_SE")
LANGUAGES = ("de", "en", "es", "fr")


@dataclass(frozen=True)
class Texts:
    """Texts cut into a training and a test part; no text is in both.

    Attributes
    ----------
    X_train, X_test : list of str
    y_train, y_test : int64 array of classes (`names`) or list of str to produce (`dates`)
    classes : tuple of str
        What class i means (`names`), or the languages (`dates`).
    """

    X_train: list[str]
    y_train: np.ndarray | list[str]
    X_test: list[str]
    y_test: np.ndarray | list[str]
    classes: tuple[str, ...]


def names(
    locales: Sequence[str] = LOCALES, per_locale: int = 300, *, test_size: float = 0.2, seed: int = 0
) -> Texts:
    """Family names and where they are at home; as many of each, those used in two of the places left out.

    Parameters
    ----------
    locales : sequence of str
        At least two of faker's locales, such as "it_IT"; class i is `locales[i]`.
    per_locale : int
        How many names of each.
    test_size, seed
        As in `digits`; every locale keeps its share.

    Raises
    ------
    ValueError
        For a locale without a list of family names, or with too few.
    ImportError
        If faker is missing.

    Notes
    -----
    The lists of the package faker (MIT license), which are not weighted by how common a name is.

    Examples
    --------
    >>> data = names(["fi_FI", "it_IT"], 100)
    >>> len(data.X_train), data.y_test.shape
    (160, (40,))
    """
    folder_of("faker")  # says what to install if it is missing
    lists = {locale: _family_names(locale) for locale in locales}
    if tuple(locales) == LOCALES:
        text = "\n".join(name for locale in locales for name in lists[locale])
        expect(text.encode(), sources()["made"]["names"], "the list of names in the installed faker")
    used = Counter(name for found in lists.values() for name in found)
    X, y = [], []
    for label, (locale, found) in enumerate(lists.items()):
        own = [name for name in found if used[name] == 1]
        if not 2 <= per_locale <= len(own):
            raise ValueError(f"per_locale must be from 2 to {len(own)} for {locale}, got {per_locale}")
        X += list(np.random.default_rng((seed, label)).choice(own, per_locale, replace=False))
        y += [label] * per_locale
    if len(lists) < 2:
        raise ValueError(f"need at least two different locales, got {list(locales)}")
    parts = split(np.array(X, object), np.array(y, np.int64), test_size, seed)
    X_train, X_test = list(map(str, parts.X_train)), list(map(str, parts.X_test))
    return Texts(X_train, parts.y_train, X_test, parts.y_test, tuple(locales))


def _family_names(locale: str) -> list[str]:
    module = f"faker.providers.person.{locale}"
    try:
        found = getattr(importlib.import_module(module).Provider, "last_names", ())
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        found = ()
    if len(found) < 2:
        raise ValueError(
            f"faker has no list of family names for {locale!r}; it has {', '.join(LOCALES)}, ..."
        )
    return sorted(set(found))


def dates(
    n: int = 10_000, languages: Sequence[str] = LANGUAGES, *, test_size: float = 0.2, seed: int = 0
) -> Texts:
    """Days from 1950 to 2049 as people write them, `X`, and as ISO 8601 does, `y` ("2021-03-09").

    A day occurs once, in one language and in one of three forms: "Tuesday, March 9, 2021",
    "9. März 2021", "9 mars 2021". (A fourth form, "3/9/21", is left out: it does not tell month from day.)

    Parameters
    ----------
    n : int
        How many, from 10 to 36,525.
    languages : sequence of str
        Languages of babel, such as "de" or "pt_BR".
    test_size, seed
        As in `digits`, by day: no day of the test part is in the training part in any language.

    Raises
    ------
    ValueError
        For a number out of range or an unknown language.
    ImportError
        If babel is missing.

    Notes
    -----
    The forms come from the Unicode CLDR (Unicode License) in the package babel (BSD license).

    Examples
    --------
    >>> data = dates(100)
    >>> len(data.X_train), len(data.y_test[0])
    (80, 10)
    """
    folder_of("babel")
    from babel.core import Locale, UnknownLocaleError
    from babel.dates import format_date

    first, days = date(1950, 1, 1), (date(2050, 1, 1) - date(1950, 1, 1)).days
    if not 10 <= n <= days or not languages:
        raise ValueError(f"need n from 10 to {days} and at least one language, got {n} and {languages}")
    try:
        known = [Locale.parse(code) for code in languages]
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError(f"babel does not know a language of {list(languages)}: {error}") from error
    forms = ("full", "long", "medium")
    if tuple(languages) == LANGUAGES:
        year = [date(2000, month, month) for month in range(1, 13)]
        text = "\n".join(format_date(day, form, code) for code in known for form in forms for day in year)
        expect(text.encode(), sources()["made"]["dates"], "the way the installed babel writes dates")
    rng = np.random.default_rng(seed)
    chosen = [first + timedelta(int(i)) for i in rng.choice(days, n, replace=False)]
    how = zip(rng.integers(len(known), size=n), rng.integers(len(forms), size=n), strict=True)
    X = [format_date(day, forms[f], known[k]) for day, (k, f) in zip(chosen, how, strict=True)]
    y = [day.isoformat() for day in chosen]
    parts = split(np.array(X, object), np.array(y, object), test_size, seed, stratify=False)
    X_train, y_train, X_test, y_test = (list(map(str, part)) for part in vars(parts).values())
    return Texts(X_train, y_train, X_test, y_test, tuple(languages))


@dataclass(frozen=True)
class Corpus:
    """A text to learn to write: `train` and `test`, strings; no page is in both."""

    train: str
    test: str


def topics(test_size: float = 0.1, *, seed: int = 0) -> Corpus:
    """The help pages of the Python that you run: about half a million characters of English and code.

    Python's developers edit these pages, so every release has a slightly different text. The numbers of the
    book were measured with one of them; with another Python a `ContentChanged` warning says so, and a loss
    per character may differ in its second digit.

    Parameters
    ----------
    test_size : float
        Share of the 79 pages (not of the characters), from 0.02 to 0.98.
    seed : int
        The same seed puts the same pages into the same part.

    Notes
    -----
    Module `pydoc_data.topics` of the standard library: parts of the Python Language Reference, Python
    Software Foundation, PSF License Version 2.

    Examples
    --------
    >>> "lambda" in topics().train + topics().test
    True
    """
    from pydoc_data.topics import topics as pages

    if not 0.02 <= test_size <= 0.98:
        raise ValueError(f"test_size is a share of the pages, from 0.02 to 0.98, got {test_size}")
    text = [pages[key].strip() for key in sorted(pages)]
    expect("\n\n".join(text).encode(), sources()["made"]["topics"], "the help text of this Python")
    order = np.random.default_rng(seed).permutation(len(text))
    cut = round(len(text) * test_size)
    test, train = ("\n\n".join(text[i] for i in sorted(part)) for part in (order[:cut], order[cut:]))
    return Corpus(train, test)
