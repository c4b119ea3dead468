"""Formgrader is for teachers; nobody else's server has it."""

import os

c = get_config()  # noqa: F821

if os.environ["JUPYTERHUB_USER"] not in os.environ["DLCOURSE_TEACHERS"].split(","):
    c.ServerApp.jpserver_extensions = {"nbgrader.server_extensions.formgrader": False}
