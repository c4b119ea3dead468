"""What a chapter's cells put on the page: the card, the quiz and the list of exercises.

Public: `card`, `quiz`, `exercises`, `recorded`. Everything is read from the notebooks and records that travel
with the package.
"""

from dlcourse.page.card import card
from dlcourse.page.exercises import exercises
from dlcourse.page.quiz import quiz
from dlcourse.page.source import recorded

__all__ = ["card", "exercises", "quiz", "recorded"]
