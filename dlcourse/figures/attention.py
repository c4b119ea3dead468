"""Figure 11: attention, number by number."""

from dlcourse.figures.figure import Figure, choice, number, text

_WORDS = (
    "bank", "deposit", "bat", "cricket", "loan", "cash", "paid", "river", "boat", "flooded",
    "ball", "hit", "team", "cave", "wings", "flew", "the", "by", "and", "was",
)  # fmt: skip
_WORD = f"(?:{'|'.join(_WORDS)})"
_NUMBER = r"-?(?:[0-3]\.\d|4\.0)"
_MOVE = f"{_WORD}:[qk]:{_NUMBER}:{_NUMBER}"


class Attention(Figure):
    """One head over up to eight words: scores, mask, softmax, weighted mean; vectors can be dragged.

    `words` is the sentence, of twenty words that the head knows. `query` and `key` choose, counted from 1,
    who reads and who is read. `moves` holds vectors that were dragged, by word, q or k, and place. How the
    head was trained: `scripts/attention_head.py`.

    Examples
    --------
    >>> Attention(words="the bank flooded", query=2, key=3, mask="the past").mask
    'the past'
    """

    name = "attention"
    alt = (
        "The sentence: the bat flew by the river bank. A table shows how much each word reads of each other "
        "word: bank gives 0.90 of its weight to river, bat 0.96 to flew. In a plane the query of bank is an "
        "arrow that points to where the keys of river and bank lie; those of bat and flew lie on the other "
        "side. Two more tables follow the row of bank from scores to weights to the weighted mean of the "
        "values: bank ends as water."
    )

    words = text("the bat flew by the river bank", f"{_WORD}(?: {_WORD}){{0,7}}")
    moves = text("", f"(?:{_MOVE}(?: {_MOVE}){{0,39}})?")
    head = choice("trained", "before training")
    scores = choice("divided", "not divided")
    mask = choice("every word", "the past")
    query = number(7, 1, 8)
    key = number(6, 1, 8)
    guess = choice("", "near", "river", "alike")
