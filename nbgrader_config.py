"""nbgrader's settings for this course; its stock commands read them when they are run from this folder."""

import os
import sysconfig

from dlcourse.grade.kernel import ARGUMENTS

c = get_config()  # noqa: F821, traitlets provides it

# nbgrader calls `alembic` by its bare name, which an environment that is not activated would not find.
os.environ["PATH"] = sysconfig.get_path("scripts") + os.pathsep + os.environ.get("PATH", "")

c.CourseDirectory.root = os.path.dirname(os.path.abspath(__file__))
c.CourseDirectory.course_id = "dlcourse"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = "submitted"
c.CourseDirectory.autograded_directory = "autograded"
c.CourseDirectory.feedback_directory = "feedback"
c.CourseDirectory.db_url = f"sqlite:///{os.path.join(c.CourseDirectory.root, 'gradebook.db')}"

# exercises/ is committed, so it always exists: without this, nbgrader would skip the assignment
# and leave a new clone with an empty gradebook.
c.GenerateAssignment.force = True
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError  # replace this line"}
c.ClearSolutions.text_stub = "*Write your answer here, in your own words, in place of this line.*"

c.Execute.timeout = 60  # seconds a cell; the first import of torch is slow on a cold disk
c.Execute.startup_timeout = 120
c.Execute.extra_arguments = ARGUMENTS
