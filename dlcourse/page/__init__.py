"""What a chapter's cells put on the page: the card, the quiz and the list of exercises.

Public: `card`, `quiz`, `exercises`. Everything is read from the notebooks that travel with the package.
"""

from dlcourse.page.card import card
from dlcourse.page.exercises import exercises
from dlcourse.page.quiz import quiz

__all__ = ["card", "exercises", "quiz"]
