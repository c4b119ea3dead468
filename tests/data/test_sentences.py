"""Opinions and stories that the project owns: labels follow from how they are built, and the test is new."""

import re

import numpy as np
import pytest

from dlcourse.data.sentences import NEGATIVE, POSITIVE, TEMPLATES, THINGS, opinions, written
from dlcourse.data.stories import OBJECTS, PEOPLE, PLACES, stories

ADJECTIVES = {*POSITIVE, *NEGATIVE}


def _shape(text: str) -> str:
    """A sentence with its adjectives and things taken out: its template."""
    words = re.sub(r"\ban\b", "a", text).split()
    return " ".join("A" if w in ADJECTIVES else "N" if w in THINGS else w for w in words)


def test_no_template_and_no_unknown_word_is_in_the_test():
    train, test = opinions(3000), opinions(1000, test=True)
    assert not {_shape(text) for text in train.X} & {_shape(text) for text in test.X}
    assert {w for text in test.X for w in text.split()} <= {w for text in train.X for w in text.split()}


@pytest.mark.parametrize("test", [False, True])
def test_the_feeling_is_that_of_the_adjective_that_decides(test):
    data = opinions(500, test=test, seed=3)
    for text, label, kind in zip(data.X, data.y, data.kinds, strict=True):
        found = [w in POSITIVE for w in text.split() if w in ADJECTIVES]
        if kind == "plain":
            assert set(found) == {bool(label)}, text
        elif kind == "contrast":
            assert sorted(found) == [False, True], text
        else:
            assert set(found) == {not label}, text


def test_half_of_the_adjectives_are_never_negated_in_training():
    data = opinions(4000, shares=(0, 1, 0))
    used = {w for text in data.X for w in text.split()} & ADJECTIVES
    assert used == {*POSITIVE[:10], *NEGATIVE[:10]}
    assert set(data.kinds) == {"negated"}
    assert "new negation" in opinions(100, test=True, shares=(0, 1, 0)).kinds


def test_an_opinion_has_as_many_sentences_as_asked_for_and_a_seed_repeats_it():
    one, two = (opinions(20, sentences=3, seed=5) for _ in range(2))
    assert one.X == two.X and np.array_equal(one.y, two.y)
    assert all(text.count(" . ") == 2 for text in one.X)
    assert one.X != opinions(20, sentences=3, seed=6).X


def test_articles_fit_and_every_kind_has_templates_of_both_parts():
    text = " ".join(opinions(2000).X + opinions(500, test=True).X)
    assert not re.search(r"\ba [aeiou]|\ban [^aeiou]", text)
    assert all(train and test for train, test in TEMPLATES.values())


def test_the_written_sentences_are_balanced_and_no_template_makes_them():
    data = written()
    assert data.y.sum() == len(data.y) / 2 and len(set(data.X)) == len(data.X)
    made = {_shape(text) for text in opinions(3000).X + opinions(1000, test=True).X}
    assert not made & {_shape(text) for text in data.X}


@pytest.mark.parametrize("wrong", [{"n": 0}, {"n": 3, "sentences": 0}, {"n": 3, "shares": (0.5, 0.2, 0.2)}])
def test_bad_numbers_of_opinions_are_refused(wrong):
    with pytest.raises(ValueError, match="got"):
        opinions(**wrong)


def test_an_answer_stands_in_the_sentence_that_its_question_is_about():
    data = stories(400, seed=1)
    for passage, question, span in zip(data.passages, data.questions, data.spans, strict=True):
        if span is None:
            continue
        answer, ends = passage[slice(*span)], [i for i, w in enumerate(passage) if w == "."]
        begin = max([e + 1 for e in ends if e < span[0]], default=0)
        sentence = passage[begin : next(e for e in ends if e >= span[1])]
        kinds = {"who": PEOPLE[0], "where": PLACES[0], "what": OBJECTS[0]}
        assert answer[-1] in kinds.get(question[0], answer), (passage, question)
        for word in question[1:-1]:
            if word in PEOPLE[0] or word in OBJECTS[0]:
                assert word in sentence, (passage, question)


def test_the_share_without_an_answer_is_about_the_one_asked_for_and_names_of_the_test_are_new():
    data, test = stories(500, unanswerable=0.5), stories(200, test=True)
    share = np.mean([span is None for span in data.spans])
    assert 0.35 < share < 0.65
    assert all(span is not None for span in stories(50, unanswerable=0).spans)
    names = {*PEOPLE[0], *OBJECTS[0], *PLACES[0]}
    assert not names & {word for passage in test.passages for word in passage}


def test_bad_numbers_of_stories_are_refused():
    with pytest.raises(ValueError, match="got 0"):
        stories(0)
    with pytest.raises(ValueError, match="share"):
        stories(3, unanswerable=2)
