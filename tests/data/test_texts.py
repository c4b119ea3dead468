"""Names, dates and help pages: seeded, nothing on both sides, every answer the right one."""

import re
from datetime import date
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.data import ContentChanged, dates, names, topics
from dlcourse.data.texts import LOCALES


def test_names_come_in_equal_numbers_and_stand_on_one_side_only():
    data = names()
    assert np.bincount(data.y_train).tolist() == [240] * len(LOCALES)
    assert np.bincount(data.y_test).tolist() == [60] * len(LOCALES)
    assert data.y_train.dtype == np.int64
    everything = data.X_train + data.X_test
    assert len(set(everything)) == len(everything) == 300 * len(LOCALES)
    assert {type(name) for name in everything} == {str}


def test_a_name_belongs_to_its_locale_and_to_no_other():
    data = names(["fi_FI", "it_IT", "hr_HR"], 100)
    providers = [import_module(f"faker.providers.person.{locale}").Provider for locale in data.classes]
    for name, label in zip(data.X_train + data.X_test, np.r_[data.y_train, data.y_test], strict=True):
        assert [name in provider.last_names for provider in providers] == [i == label for i in range(3)]


@pytest.mark.parametrize("load", [names, dates], ids=["names", "dates"])
def test_the_seed_decides(load):
    first, again, other = load(seed=1), load(seed=1), load(seed=2)
    assert (first.X_train, first.X_test) == (again.X_train, again.X_test)
    assert first.X_train != other.X_train


def test_n_grams_tell_the_names_apart_far_better_than_chance():
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.naive_bayes import MultinomialNB
    from sklearn.pipeline import make_pipeline

    data = names()
    model = make_pipeline(CountVectorizer(analyzer="char_wb", ngram_range=(1, 4)), MultinomialNB())
    assert model.fit(data.X_train, data.y_train).score(data.X_test, data.y_test) > 4 / len(LOCALES)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((["it_IT", "xx_XX"],), "no list of family names for 'xx_XX'"),
        ((["it_IT", "pl_PL"],), "no list of family names for 'pl_PL'"),  # faker makes these by rule
        ((["it_IT", "de_DE"], 9999), r"per_locale must be from 2 to \d+ for it_IT, got 9999"),
        ((["it_IT"], 10), "at least two different locales"),
        ((["it_IT", "it_IT"], 10), "at least two different locales"),
    ],
)
def test_names_that_do_not_exist_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        names(*arguments)


MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(sorted(MONTHS)), st.integers(0, 1000))
def test_a_date_says_the_day_that_the_answer_says(language, seed):
    data = dates(60, [language], seed=seed)
    for text, answer in zip(data.X_train + data.X_test, data.y_train + data.y_test, strict=True):
        day = date.fromisoformat(answer)
        numbers = list(map(int, re.findall(r"\d+", text)))
        assert day.day in numbers
        assert day.year in numbers
        month = MONTHS[language].split()[day.month - 1]
        assert month[:3].lower() in text.lower() or numbers[1] == day.month  # 09.03.2021


def test_no_day_is_on_both_sides_whatever_the_language():
    data = dates(2000)
    assert not set(data.y_train) & set(data.y_test)
    assert len(set(data.y_train + data.y_test)) == 2000


@pytest.mark.parametrize("arguments", [(9,), (36526,), (100, [])])
def test_numbers_out_of_range_are_refused(arguments):
    with pytest.raises(ValueError, match="need n from 10 to 36525 and at least one language, got"):
        dates(*arguments)


@pytest.mark.parametrize("language", ["klingon", "xx_YY", "", "../de"])
def test_an_unknown_language_is_refused(language):
    with pytest.raises(ValueError, match="babel does not know a language of"):
        dates(100, ["en", language])


@pytest.mark.filterwarnings("ignore::dlcourse.data.ContentChanged")  # this Python may be another one
def test_topics_are_the_pages_of_this_python_each_on_one_side():
    from pydoc_data.topics import topics as pages

    corpus = topics(0.25)
    in_train, in_test = (
        [key for key in pages if pages[key].strip() in part] for part in vars(corpus).values()
    )
    assert sorted(in_train + in_test) == sorted(pages)
    assert len(in_test) == round(len(pages) / 4)
    assert topics(0.25, seed=5) == topics(0.25, seed=5) != corpus


def test_another_python_brings_a_warning_and_its_own_text(monkeypatch):
    import pydoc_data.topics

    monkeypatch.setitem(pydoc_data.topics.topics, "lambda", "a new page about lambda")
    with pytest.warns(ContentChanged, match="help text of this Python is not what the book was written with"):
        corpus = topics()
    assert "a new page about lambda" in corpus.train + corpus.test


@pytest.mark.parametrize("test_size", [0, 1, -1, 0.001])
def test_a_share_of_pages_out_of_range_is_refused(test_size):
    with pytest.raises(ValueError, match="test_size is a share of the pages"):
        topics(test_size)
