"""What a chapter's cells put on the page: the card, the quiz and the list of exercises.

Public: `card`, `quiz`, `exercises`; `record`, what a benchmark of the course measured. Everything is read
from the files that travel with the package.
"""

from dlcourse.page.card import card
from dlcourse.page.exercises import exercises
from dlcourse.page.quiz import quiz
from dlcourse.page.source import record

__all__ = ["card", "exercises", "quiz", "record"]
