"""Small stories with questions whose answer is a span of the story, or is not there."""

from dataclasses import dataclass

import numpy as np

#: For training and for test; nobody, nothing and no place is in both.
PEOPLE = (
    [
        "ada",
        "ben",
        "carla",
        "david",
        "emma",
        "felix",
        "greta",
        "hugo",
        "ines",
        "jonas",
        "karin",
        "leon",
        "mira",
        "nils",
        "olga",
        "paul",
    ],
    ["rosa", "sami", "tilda", "uwe", "vera", "wanda", "xenia", "yuri"],
)
OBJECTS = (
    [
        "lamp",
        "chair",
        "bicycle",
        "clock",
        "guitar",
        "kettle",
        "ladder",
        "mirror",
        "suitcase",
        "table",
        "umbrella",
        "violin",
    ],
    ["blanket", "camera", "drum", "helmet", "sofa", "vase"],
)
PLACES = (
    [
        "athens",
        "berlin",
        "cairo",
        "dublin",
        "geneva",
        "lagos",
        "lima",
        "lisbon",
        "madrid",
        "nairobi",
        "oslo",
        "paris",
    ],
    ["quito", "riga", "seoul", "tokyo", "vienna", "warsaw"],
)
COLORS = ["red", "green", "blue", "black", "white", "yellow", "old", "small"]
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DEEDS = {"bought": "buy", "sold": "sell", "painted": "paint", "lost": "lose", "repaired": "repair"}
_ASKED = {"who": ("deed", "what"), "what": ("who", "deed"), "where": ("who", "deed", "what")}
_ASKED["when"] = _ASKED["where"]

Fact = dict[str, str]


@dataclass(frozen=True)
class Questions:
    """Stories and a question about each.

    Attributes
    ----------
    passages, questions : list of lists of str
        Tokens, in lower case.
    spans : list of (int, int) or None
        First token of the answer and the one after its last; None where the passage does not tell.
    """

    passages: list[list[str]]
    questions: list[list[str]]
    spans: list[tuple[int, int] | None]


def stories(n: int, *, test: bool = False, unanswerable: float = 0.4, seed: int = 0) -> Questions:
    """Draw `n` stories of three sentences, each with a question: who, what, where or when.

    The stories follow a template ("on monday , ada sold the red lamp in oslo ."), with which whoever wrote it
    could answer everything. Persons, objects and places of the test are in no training story. A question
    without an answer looks like the others: its words are in the story, and so are other places and days.

    Parameters
    ----------
    n : int
        How many, at least 1.
    test : bool
        With the names that are kept for the test.
    unanswerable : float
        Share of questions that the story does not answer, from 0 to 1.
    seed : int

    Raises
    ------
    ValueError
        If `n` is less than 1 or `unanswerable` is no share.

    Examples
    --------
    >>> data = stories(3)
    >>> len(data.passages), len(data.questions), len(data.spans)
    (3, 3, 3)
    """
    if n < 1 or not 0 <= unanswerable <= 1:
        raise ValueError(f"need n of at least 1 and a share from 0 to 1, got {n} and {unanswerable}")
    draw = np.random.default_rng((seed, int(test)))
    made = Questions([], [], [])
    while len(made.passages) < n:
        facts = _facts(draw, int(test))
        asked, kind = int(draw.integers(len(facts))), str(draw.choice(list(_ASKED)))
        told = bool(draw.random() >= unanswerable)
        question = _question(draw, facts, asked, kind, told, int(test))
        if question is None:
            continue
        passage: list[str] = []
        span = None
        for i, fact in enumerate(facts):
            for role, words in _ordered(fact, int(draw.integers(3))):
                if told and i == asked and role == kind:
                    span = (len(passage), len(passage) + len(words.split()))
                passage += words.split()
            passage.append(".")
        made.passages.append(passage)
        made.questions.append(question.split())
        made.spans.append(span)
    return made


def _pick(draw: np.random.Generator, words: list[str]) -> str:
    return words[int(draw.integers(len(words)))]


def _facts(draw: np.random.Generator, part: int) -> list[Fact]:
    """Three facts: two of one person, two of one thing, so that neither alone says which is asked for."""
    one, two = (str(name) for name in draw.permutation(PEOPLE[part])[:2])
    things = [f"the {_pick(draw, COLORS)} {_pick(draw, OBJECTS[part])}" for _ in range(2)]
    facts = []
    for who, what in zip((one, one, two), (things[0], things[1], things[0]), strict=True):
        fact = {"who": who, "deed": _pick(draw, list(DEEDS)), "what": what}
        for role, words in (("where", PLACES[part]), ("when", DAYS)):
            if draw.random() < 0.7:
                fact[role] = _pick(draw, words)
        facts.append(fact)
    return facts


def _question(
    draw: np.random.Generator, facts: list[Fact], asked: int, kind: str, told: bool, part: int
) -> str | None:
    """A question about one fact, changed in place so that it is told or not; None if ambiguous."""
    fact = facts[asked]
    if kind in ("where", "when"):
        fact.pop(kind, None)
        if told:
            fact[kind] = _pick(draw, PLACES[part] if kind == "where" else DAYS)
    ask = dict(fact)
    if not told and kind in ("who", "what"):
        ask["deed"] = _pick(draw, list(DEEDS))
    alike = sum(all(other[key] == ask[key] for key in _ASKED[kind]) for other in facts)
    if alike != (0 if not told and kind in ("who", "what") else 1):
        return None
    if kind == "who":
        return f"who {ask['deed']} {ask['what']} ?"
    return f"{kind} did {ask['who']} {DEEDS[ask['deed']]}{'' if kind == 'what' else ' ' + ask['what']} ?"


def _ordered(fact: Fact, form: int) -> list[tuple[str, str]]:
    """The parts of a sentence and their roles, in one of three orders."""
    core = [(role, fact[role]) for role in ("who", "deed", "what")]
    where = [("", "in"), ("where", fact["where"])] if "where" in fact else []
    when = [("", "on"), ("when", fact["when"])] if "when" in fact else []
    if form == 0:
        return core + where + when
    first, last = (when, where) if form == 1 else (where, when)
    return first + ([("", ",")] if first else []) + core + last
