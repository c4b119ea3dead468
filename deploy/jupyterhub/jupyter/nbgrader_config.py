"""What nbgrader has to know in every server: which course, and where files are passed on."""

import os
from pathlib import Path

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = Path(os.environ["DLCOURSE_CLASS"]).name
c.Exchange.root = os.environ["DLCOURSE_EXCHANGE"]
