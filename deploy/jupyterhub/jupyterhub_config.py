"""JupyterHub for one class: students fetch, check and submit; a teacher collects, grades and hands back.

`jupyterhub --config deploy/jupyterhub/jupyterhub_config.py` runs it as root on one Linux machine, where each
student has an account of the same name as in the roster. Settings are read from the environment:

DLCOURSE_CLASS     the folder that `dlcourse class` made, in a teacher's home
DLCOURSE_TEACHERS  accounts of those who grade, with commas between them
DLCOURSE_EXCHANGE  where nbgrader passes files on, writable by all; default /srv/nbgrader/exchange
"""

import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821

here = Path(__file__).resolve().parent
exchange = Path(os.environ.setdefault("DLCOURSE_EXCHANGE", "/srv/nbgrader/exchange"))
exchange.mkdir(parents=True, exist_ok=True)
exchange.chmod(0o777)  # nbgrader itself keeps students from each other's files in it

# Who may come in: accounts of this machine, by their password. For another way to log in, name its class.
c.JupyterHub.authenticator_class = "pam"
c.Authenticator.allow_all = True
c.Authenticator.admin_users = set()  # nobody opens a student's server

# Every server runs as its user, in the environment of the course.
c.JupyterHub.spawner_class = "localprocess"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.default_url = "/lab"
c.Spawner.http_timeout = c.Spawner.start_timeout = 180  # seconds; a hundred students start at once on Monday
c.Spawner.environment = {
    "JUPYTER_CONFIG_PATH": str(here / "jupyter"),
    **{name: os.environ[name] for name in ("DLCOURSE_CLASS", "DLCOURSE_TEACHERS", "DLCOURSE_EXCHANGE")},
}


def start_in_class(spawner):
    """A teacher's server starts in the class and reads the settings there; a student's starts at home."""
    if spawner.user.name in os.environ["DLCOURSE_TEACHERS"].split(","):
        folder, shared = os.environ["DLCOURSE_CLASS"], spawner.environment["JUPYTER_CONFIG_PATH"]
        spawner.notebook_dir = folder
        spawner.environment = spawner.environment | {"JUPYTER_CONFIG_PATH": f"{folder}{os.pathsep}{shared}"}


c.Spawner.pre_spawn_hook = start_in_class
