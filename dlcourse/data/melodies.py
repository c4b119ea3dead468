"""Tunes as tokens: old melodies, written down for this course note by note."""

import re
from dataclasses import dataclass

#: Letters of a scale in C major, with the half tones above C.
_HALF_TONES = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_NOTE = re.compile(r"([a-g])(,?)([1-9])|([A-G])([1-9])|r([1-9])")

#: Name of the tune: the time it comes from, and its notes.
_TUNES = {
    "Ah! vous dirai-je, maman": ("France, 1761", """
        c2 c2 g2 g2 a2 a2 g4 f2 f2 e2 e2 d2 d2 c4 g2 g2 f2 f2 e2 e2 d4 g2 g2 f2 f2 e2 e2 d4
        c2 c2 g2 g2 a2 a2 g4 f2 f2 e2 e2 d2 d2 c4"""),
    "Frère Jacques": ("France, 18th century", """
        c2 d2 e2 c2 c2 d2 e2 c2 e2 f2 g4 e2 f2 g4 g1 a1 g1 f1 e2 c2 g1 a1 g1 f1 e2 c2
        c2 g,2 c4 c2 g,2 c4"""),
    "Ode to Joy": ("Beethoven, 1824", """
        e2 e2 f2 g2 g2 f2 e2 d2 c2 c2 d2 e2 e3 d1 d4 e2 e2 f2 g2 g2 f2 e2 d2 c2 c2 d2 e2 d3 c1 c4
        d2 d2 e2 c2 d2 e1 f1 e2 c2 d2 e1 f1 e2 d2 c2 d2 g,4
        e2 e2 f2 g2 g2 f2 e2 d2 c2 c2 d2 e2 d3 c1 c4"""),
    "Au clair de la lune": ("France, 18th century", """
        c2 c2 c2 d2 e4 d4 c2 e2 d2 d2 c8 c2 c2 c2 d2 e4 d4 c2 e2 d2 d2 c8
        d2 d2 d2 d2 a,4 a,4 d2 c2 b,2 a,2 g,8 c2 c2 c2 d2 e4 d4 c2 e2 d2 d2 c8"""),
    "Mary Had a Little Lamb": ("United States, 19th century", """
        e3 d1 c2 d2 e2 e2 e4 d2 d2 d4 e2 g2 g4 e3 d1 c2 d2 e2 e2 e2 e2 d2 d2 e2 d2 c8"""),
    "Hänschen klein": ("Germany, 18th century", """
        g2 e2 e4 f2 d2 d4 c2 d2 e2 f2 g2 g2 g4 g2 e2 e4 f2 d2 d4 c2 e2 g2 g2 c8
        d2 d2 d2 d2 d2 e2 f4 e2 e2 e2 e2 e2 f2 g4 g2 e2 e4 f2 d2 d4 c2 e2 g2 g2 c8"""),
    "Alle meine Entchen": ("Germany, 19th century", """
        c2 d2 e2 f2 g4 g4 a2 a2 a2 a2 g8 a2 a2 a2 a2 g8 f2 f2 f2 f2 e4 e4 d2 d2 d2 d2 c8"""),
    "London Bridge": ("England, 19th century", """
        g3 a1 g2 f2 e2 f2 g4 d2 e2 f4 e2 f2 g4 g3 a1 g2 f2 e2 f2 g4 d4 g4 e2 c6"""),
    "Jingle Bells": ("Pierpont, 1857", """
        e2 e2 e4 e2 e2 e4 e2 g2 c3 d1 e8 f2 f2 f3 f1 f2 e2 e2 e1 e1 e2 d2 d2 e2 d4 g4
        e2 e2 e4 e2 e2 e4 e2 g2 c3 d1 e8 f2 f2 f3 f1 f2 e2 e2 e1 e1 g2 g2 f2 d2 c8"""),
    "Row, Row, Row Your Boat": ("United States, 19th century", """
        c3 c3 c2 d1 e3 e2 d1 e2 f1 g6 C1 C1 C1 g1 g1 g1 e1 e1 e1 c1 c1 c1 g2 f1 e2 d1 c6"""),
    "Oh! Susanna": ("Foster, 1848", """
        c1 d1 e2 g2 g3 a1 g2 e2 c3 d1 e2 e2 d2 c2 d6 c1 d1 e2 g2 g3 a1 g2 e2 c3 d1 e2 e2 d2 d2 c6
        f4 f4 a2 a4 a2 g2 g2 e2 c2 d6 c1 d1 e2 g2 g3 a1 g2 e2 c3 d1 e2 e2 d2 d2 c8"""),
    "Yankee Doodle": ("America, 18th century", """
        c2 c2 d2 e2 c2 e2 d4 c2 c2 d2 e2 c4 b,4 c2 c2 d2 e2 f2 e2 d2 c2 b,2 g,2 a,2 b,2 c4 c4
        a,3 b,1 a,2 g,2 a,2 b,2 c4 g,3 a,1 g,2 f,2 e,4 g,4
        a,3 b,1 a,2 g,2 a,2 b,2 c2 a,2 g,2 c2 b,2 d2 c4 c4"""),
    "Good King Wenceslas": ("Piae Cantiones, 1582", """
        c2 c2 c2 d2 c2 c2 g,4 a,2 g,2 a,2 b,2 c4 c4 c2 c2 c2 d2 c2 c2 g,4 a,2 g,2 a,2 b,2 c4 c4
        g2 f2 e2 d2 e2 d2 c4 a,2 g,2 a,2 b,2 c4 c4 g,2 g,2 a,2 b,2 c2 c2 d4 g2 f2 e2 d2 c4 f4 c8"""),
    "Summ, summ, summ": ("Bohemia, 19th century", """
        g4 f4 e8 d2 e2 f2 d2 c8 e2 f2 g2 e2 d2 e2 f2 d2 e2 f2 g2 e2 d2 e2 f2 d2
        g4 f4 e8 d2 e2 f2 d2 c8"""),
    "Old MacDonald": ("traditional", """
        c2 c2 c2 g,2 a,2 a,2 g,4 e2 e2 d2 d2 c6 g,2 c2 c2 c2 g,2 a,2 a,2 g,4 e2 e2 d2 d2 c6
        g,1 g,1 c2 c2 c2 g,1 g,1 c2 c2 c4 c1 c1 c2 c1 c1 c2 c1 c1 c1 c1 c2 c2
        c2 c2 c2 g,2 a,2 a,2 g,4 e2 e2 d2 d2 c8"""),
    "Auld Lang Syne": ("Scotland, 18th century", """
        g,2 c3 c1 c2 e2 d3 c1 d2 e2 c3 c1 e2 g2 a6 a2 g3 e1 e2 c2 d3 c1 d2 e2 c3 a,1 a,2 g,2 c6
        a2 g3 e1 e2 c2 d3 c1 d2 a2 g3 e1 e2 g2 a6 a2 g3 e1 e2 c2 d3 c1 d2 e2 c3 a,1 a,2 g,2 c6"""),
    "When the Saints Go Marching In": ("traditional", """
        c2 e2 f2 g8 r2 c2 e2 f2 g8 r2 c2 e2 f2 g4 e4 c4 e4 d8 e2 e2 d2 c6 c2 e4 g4 g4 f8
        e2 f2 g4 e4 c4 d4 c8"""),
    "Go Tell Aunt Rhody": ("Rousseau, 1752", """
        e4 e2 d2 c4 c4 d4 d4 f2 e2 d2 c2 g4 g2 f2 e4 e4 d2 c2 d2 e2 c8"""),
    "Amazing Grace": ("New Britain, 1829", """
        g,2 c4 e1 c1 e4 d2 c4 a,2 g,4 g,2 c4 e1 c1 e4 d2 g6 r4 e2 g4 e1 c1 e4 d2 c4 a,2 g,4 g,2
        c4 e1 c1 e4 d2 c6"""),
    "Silent Night": ("Gruber, 1818", """
        g3 a1 g2 e6 g3 a1 g2 e6 D4 D2 b6 C4 C2 g6 a4 a2 C3 b1 a2 g3 a1 g2 e6
        a4 a2 C3 b1 a2 g3 a1 g2 e6 D4 D2 F3 D1 b2 C6 E6 C3 g1 e2 g3 f1 d2 c6"""),
    "Joy to the World": ("Mason, 1839", """
        C4 b3 a1 g6 f2 e4 d4 c6 g2 a6 a2 b6 b2 C8 C2 C2 b2 a2 g3 f1 e2 C2 C2 b2 a2 g3 f1 e2
        e2 e2 e2 e1 f1 g6 f1 e1 d2 d2 d1 e1 f6 e1 d1 c2 C4 a2 g3 f1 e2 f2 e4 d4 c8"""),
    "Sur le pont d'Avignon": ("France, 19th century", """
        c2 c2 c4 d2 d2 d4 e2 f2 g2 c2 b,2 c2 d2 g,2 c2 c2 c4 d2 d2 d4 e2 f2 g2 c2 d2 b,2 c4"""),
    "Hot Cross Buns": ("England, 18th century", """
        e4 d4 c8 e4 d4 c8 c2 c2 c2 c2 d2 d2 d2 d2 e4 d4 c8"""),
    "Skip to My Lou": ("United States, 19th century", """
        e2 e2 c2 c2 e1 e1 e2 g4 d2 d2 b,2 b,2 d1 d1 d2 f4 e2 e2 c2 c2 e1 e1 e2 g4
        d2 e1 f1 e2 d2 c4 c4"""),
    "This Old Man": ("England, 19th century", """
        g2 e2 g4 g2 e2 g4 a2 g2 f2 e2 d2 e2 f4 e1 f1 g2 c1 c1 c1 c1 c1 d1 e1 f1 g4
        g2 d2 d2 f2 e2 d2 c4"""),
}  # fmt: skip


@dataclass(frozen=True)
class Melody:
    """One tune in C major.

    Attributes
    ----------
    name, origin : str
        What it is called, and where it comes from or who wrote it.
    notes : tuple of str
        Its tokens, as `pitch_and_beats` reads them.
    """

    name: str
    origin: str
    notes: tuple[str, ...]


def melodies() -> list[Melody]:
    """Twenty-five old tunes, all in C major, about 1,000 notes together.

    A token is a note: a letter, `c` to `b` from middle C upwards, `C` to `B` an octave higher, `g,` an
    octave lower, `r` a rest; then its length in eighths. "g,2" is a quarter note, the G below middle C.

    Notes
    -----
    The tunes are in the public domain (traditional, or by composers who died before 1900); they were written
    down from memory for this course, one voice, in one key, and may differ from other versions.

    Examples
    --------
    >>> tune = melodies()[0]
    >>> tune.name, tune.notes[:3]
    ('Ah! vous dirai-je, maman', ('c2', 'c2', 'g2'))
    """
    return [Melody(name, origin, tuple(text.split())) for name, (origin, text) in _TUNES.items()]


def pitch_and_beats(note: str) -> tuple[int | None, int]:
    """A token as a MIDI number (middle C is 60; None for a rest) and a length in eighths.

    Parameters
    ----------
    note : str
        A token of `melodies`.

    Raises
    ------
    ValueError
        If it is no such token.

    Examples
    --------
    >>> pitch_and_beats("g,2"), pitch_and_beats("C1"), pitch_and_beats("r4")
    ((55, 2), (72, 1), (None, 4))
    """
    match = _NOTE.fullmatch(note)
    if not match:
        raise ValueError(f"a note is like 'c2', 'g,4', 'C1' or 'r2', got {note!r}")
    low, comma, beats, high, high_beats, rest = match.groups()
    if rest:
        return None, int(rest)
    if high:
        return 72 + _HALF_TONES[high.lower()], int(high_beats)
    return 60 + _HALF_TONES[low] - 12 * bool(comma), int(beats)
