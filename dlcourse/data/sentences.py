"""Opinions that the project owns: their feeling is known from how they are built; and forty by hand."""

import re
from dataclasses import dataclass

import numpy as np

POSITIVE = [
    "good",
    "great",
    "lovely",
    "superb",
    "funny",
    "clever",
    "warm",
    "brilliant",
    "charming",
    "fresh",
    "delightful",
    "excellent",
    "bright",
    "gentle",
    "tasty",
    "moving",
    "perfect",
    "splendid",
    "cheerful",
    "fine",
]
NEGATIVE = [
    "bad",
    "dull",
    "awful",
    "dreadful",
    "stupid",
    "boring",
    "cold",
    "terrible",
    "clumsy",
    "stale",
    "horrible",
    "poor",
    "dismal",
    "rude",
    "bland",
    "tedious",
    "broken",
    "dreary",
    "gloomy",
    "weak",
]
THINGS = [
    "film",
    "plot",
    "acting",
    "music",
    "ending",
    "book",
    "story",
    "hotel",
    "room",
    "breakfast",
    "soup",
    "service",
    "waiter",
    "phone",
    "camera",
    "game",
    "concert",
    "cake",
    "train",
    "view",
]

#: For training and for test: how a sentence of each kind is built. N and M are things, A decides, B is
#: of the opposite one; Z, after a word that turns its meaning around, is the opposite of what is felt.
TEMPLATES = {
    "plain": (
        [
            "the N was A",
            "i found the N A",
            "what a A N",
            "we thought the N was very A",
            "a really A N",
            "the N is so A",
            "it had a A N",
            "not only was the N A , it was cheap",
            "everybody thought the N was A",
            "i had not expected such a N , and it was A",
        ],
        [
            "i thought everybody found the N really A",
            "a very A N was what we found",
            "so A was the N",
            "i thought it was not cheap , and found the N A",
        ],
    ),
    "negated": (
        [
            "the N was not Z",
            "i never found the N Z",
            "the N was hardly Z",
            "it was not a Z N",
            "we never thought the N was so Z",
            "what we had was not a very Z N",
        ],
        [
            "what i found was hardly a Z N",
            "it had a N , not a Z N",
            "everybody thought the N was not really Z",
            "i had never thought it was such a Z N , and it is not",
        ],
    ),
    "contrast": (
        [
            "the M was B but the N was A",
            "the N was A although the M was B",
            "although the M was B , the N was A",
            "a B M but a very A N",
            "i found the N A although it had a B M",
        ],
        [
            "we thought the M was B but found the N really A",
            "although it had a B M , what a A N",
            "so A was the N although the M is B",
            "everybody found the M B but i thought the N was A",
        ],
    ),
}


#: Written for the course, before any model was tested on them; each of the two lists answers the other.
WRITTEN_POSITIVE = (
    "great story and even better music",
    "i was never bored for a minute , a superb film",
    "the waiter was a little cold at first but charming after that",
    "we loved the soup , fresh and warm",
    "nobody could call this book dull",
    "the room is small and bright , just perfect for us",
    "go and see it , the acting is brilliant",
    "not bad at all , this little camera",
    "if you think the plot is stupid , you have missed how clever the ending is",
    "cheap phone , splendid screen",
    "my children found the game funny from start to end",
    "i expected a bland breakfast and got an excellent one",
    "gentle , moving , and without a single boring page",
    "the service could not have been better",
    "a tasty cake , i would take another",
    "the train was late and still the view made it a lovely day",
    "what a cheerful place this hotel is",
    "far from terrible , in fact rather good",
    "the concert was so good that nobody wanted to go home",
    "they said the food was awful . they were wrong , it was delightful",
)
WRITTEN_NEGATIVE = (
    "dull story and even worse music",
    "i was never once moved , a clumsy film",
    "the waiter was charming at first and rude after that",
    "the soup came cold , the cake was stale",
    "nobody could call this book clever",
    "the room is gloomy and the breakfast poor",
    "stay at home , the acting is dreadful",
    "not good , not even funny , this game",
    "it could have been a great story , if only somebody had written an ending",
    "the camera broke after a day , what a terrible thing to sell",
    "a bright screen does not save a stupid phone",
    "i expected an excellent breakfast and got a bland one",
    "tedious , clumsy , and without a single charming page",
    "the service could not have been worse",
    "they call it a superb view , all i saw was fog",
    "the train was on time , and it was still a horrible day",
    "what a dismal place this hotel is",
    "far from perfect , in fact rather poor",
    "a fresh idea at first , a boring one by the third hour",
    "everyone told me the plot was brilliant . they were wrong , it is dreary",
)


@dataclass(frozen=True)
class Opinions:
    """Sentences, the feeling of each (1 positive, 0 negative), and of which kind it is.

    Attributes
    ----------
    X : list of str
        Lower-case words and commas, one space between.
    y : int64 array, shape (n,)
    kinds : list of str
        "plain", "negated" or "contrast"; "new negation" has an adjective that no training sentence negates;
        "several" where an opinion has more than one sentence.
    """

    X: list[str]
    y: np.ndarray
    kinds: list[str]


def opinions(
    n: int,
    *,
    sentences: int = 1,
    test: bool = False,
    shares: tuple[float, float, float] = (0.6, 0.2, 0.2),
    seed: int = 0,
) -> Opinions:
    """Draw `n` opinions from the templates for training, or from those that are kept for the test.

    The feeling follows from how a sentence is built, so nobody had to label it, and nobody wrote it either:
    this is not how people write. No template is in both parts; all words of the test occur in training, and
    of each list of adjectives the second half is never negated there.

    Parameters
    ----------
    n : int
        How many, at least 1.
    sentences : int
        Of how many sentences each consists, all of the same feeling.
    test : bool
        From the templates that are kept for the test.
    shares : three floats that sum to 1
        How many are plain, negated, contrasts, on average.
    seed : int

    Raises
    ------
    ValueError
        If `n` is less than 1 or `shares` are no shares.

    Examples
    --------
    >>> data = opinions(2, seed=1)
    >>> len(data.X), data.y.shape
    (2, (2,))
    """
    if n < 1 or sentences < 1:
        raise ValueError(f"n and sentences count from 1, got {n} and {sentences}")
    if len(shares) != 3 or min(shares) < 0 or abs(sum(shares) - 1) > 1e-9:
        raise ValueError(f"shares are three numbers, not negative, that sum to 1, got {shares}")
    draw = np.random.default_rng((seed, int(test)))
    y = draw.integers(2, size=n)
    drawn = [[_sentence(draw, bool(label), test, shares) for _ in range(sentences)] for label in y]
    kinds = [parts[0][1] if sentences == 1 else "several" for parts in drawn]
    return Opinions([" . ".join(text for text, _ in parts) for parts in drawn], y.astype(np.int64), kinds)


def _sentence(
    draw: np.random.Generator, positive: bool, test: bool, shares: tuple[float, float, float]
) -> tuple[str, str]:
    """One sentence and its kind."""
    kind = str(draw.choice(list(TEMPLATES), p=shares))
    template = str(draw.choice(TEMPLATES[kind][test]))
    same, other = (POSITIVE, NEGATIVE) if positive else (NEGATIVE, POSITIVE)
    first, second = draw.permutation(THINGS)[:2]
    a, b = (int(i) for i in draw.integers(len(same), size=2))
    if kind == "negated":
        b = b if test else b % (len(other) // 2)
        kind = "new negation" if b >= len(other) // 2 else kind
    slots = {"N": first, "M": second, "A": same[a], "B": other[b], "Z": other[b]}
    text = " ".join(slots.get(word, word) for word in template.split())
    return re.sub(r"\ba(?= [aeiou])", "an", text), kind


def written() -> Opinions:
    """The forty sentences that no template made; half are positive.

    Examples
    --------
    >>> data = written()
    >>> len(data.X), int(data.y.sum())
    (40, 20)
    """
    X = [*WRITTEN_POSITIVE, *WRITTEN_NEGATIVE]
    return Opinions(
        X, np.repeat([1, 0], [len(WRITTEN_POSITIVE), len(WRITTEN_NEGATIVE)]), ["written"] * len(X)
    )
