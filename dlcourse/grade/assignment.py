"""The notebook of an assignment, as its author wrote it: read it, and find nbgrader's cells in it."""

import logging
import warnings
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from dlcourse.grade import AssignmentError


def read(path: Path) -> NotebookNode:
    """A notebook in format 4.

    Raises
    ------
    AssignmentError
        If the file cannot be opened, or is no notebook that nbformat can read.
    """
    log, was = logging.getLogger("traitlets"), logging.getLogger("traitlets").disabled
    log.disabled = True  # nbformat logs what is raised just below
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # missing cell ids are added, which is all we need
            nb = nbformat.reads(path.read_text("utf8"), as_version=4)
            nbformat.validate(nb)
    except OSError as refused:
        raise AssignmentError(f"cannot read {path}: {refused.strerror}") from None
    except Exception as damage:  # nbformat reports damage as any of six unrelated exception types
        reason = (str(damage).strip() or type(damage).__name__).splitlines()[0].split(": ")[0][:80]
        raise AssignmentError(
            f"{path} is not a notebook, or a damaged one ({reason}); "
            "open it in JupyterLab and save it again, or start from a new copy"
        ) from damage
    finally:
        log.disabled = was
    return nb


def by_id(nb: NotebookNode) -> dict[str, NotebookNode]:
    """The cells that nbgrader knows, by grade_id; of several with one id the last."""
    return {grade_id(cell): cell for cell in nb.cells if grade_id(cell)}


def grade_id(cell: NotebookNode) -> str:
    """The cell's nbgrader id, or an empty string."""
    given = cell.metadata.get("nbgrader")
    found = given.get("grade_id") if isinstance(given, dict) else None
    return found if isinstance(found, str) else ""


def is_tests(cell: NotebookNode) -> bool:
    """Whether it is code whose outcome decides about points; an answer that a person grades is none."""
    given = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and bool(given.get("grade")) and not given.get("solution")
