"""What a chapter's cells put on the page: the card, the quiz and the list of exercises.

<<<<<<< HEAD
Public: `card`, `quiz`, `exercises`; `record`, what a benchmark of the course measured. Everything is read
from the files that travel with the package.
=======
Public: `card`, `quiz`, `exercises`, `recorded`. Everything is read from the notebooks and records that travel
with the package.
>>>>>>> main
"""

from dlcourse.page.card import card
from dlcourse.page.exercises import exercises
from dlcourse.page.quiz import quiz
<<<<<<< HEAD
from dlcourse.page.source import record

__all__ = ["card", "exercises", "quiz", "record"]
=======
from dlcourse.page.source import recorded

__all__ = ["card", "exercises", "quiz", "recorded"]
>>>>>>> main
