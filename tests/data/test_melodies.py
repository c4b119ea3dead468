"""The tunes: tokens that can be read, in one key, in whole bars."""

from fractions import Fraction

import pytest

from dlcourse.data import melodies, pitch_and_beats

TUNES = melodies()
each = pytest.mark.parametrize("tune", TUNES, ids=lambda tune: tune.name)


def test_no_tune_is_there_twice():
    assert len({tune.name for tune in TUNES}) == len({tune.notes for tune in TUNES}) == len(TUNES) == 25
    assert sum(len(tune.notes) for tune in TUNES) > 900


@each
def test_every_note_is_one_of_c_major_within_two_octaves_and_a_half(tune):
    pitches = [pitch for pitch, _ in map(pitch_and_beats, tune.notes) if pitch is not None]
    assert {pitch % 12 for pitch in pitches} <= {0, 2, 4, 5, 7, 9, 11}
    assert min(pitches) >= 52 and max(pitches) <= 77


@each
def test_a_tune_ends_on_its_key_note(tune):
    assert pitch_and_beats(tune.notes[-1])[0] % 12 == 0


@each
def test_a_tune_is_made_of_beats_as_its_bars_ask(tune):
    beats = sum(pitch_and_beats(note)[1] for note in tune.notes)
    # in half bars of four quarters, or in bars of three: an upbeat leaves the last bar short
    assert Fraction(beats, 2).denominator == 1


@pytest.mark.parametrize(
    ("note", "pitch", "beats"),
    [("c1", 60, 1), ("b,3", 59, 3), ("a2", 69, 2), ("A8", 81, 8), ("C2", 72, 2), ("r4", None, 4)],
)
def test_a_note_is_read(note, pitch, beats):
    assert pitch_and_beats(note) == (pitch, beats)


@pytest.mark.parametrize("note", ["", "c", "h2", "c0", "c10", "C,2", "c2 ", "r", "2c"])
def test_what_is_no_note_is_refused_with_what_is(note):
    with pytest.raises(ValueError, match="a note is like"):
        pitch_and_beats(note)
