"""The `dlcourse` command: one thin function a verb; the work is done in the packages."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from dlcourse.terminal import replace_unencodable

if TYPE_CHECKING:
    from dlcourse.site.progress import Bars


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dlcourse")
def main() -> None:
    """Build and read the course, do its exercises, release and grade them."""
    replace_unencodable()
    # nbformat imports it, which takes a second, to check addresses that no notebook has
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


@main.command()
@click.argument("chapters", nargs=-1, metavar="[CHAPTER]...")
@click.option("--jobs", type=click.IntRange(min=1), help="Kernels at a time; default: one a core.")
@click.option("--force", is_flag=True, help="Execute also the chapters that did not change.")
@click.option("--record", is_flag=True, help="First measure all chapters for their cards, on two cores.")
@click.option("--limit", default=300, show_default=True, metavar="SECONDS", type=click.IntRange(min=1))
def build(chapters: tuple[str, ...], jobs: int | None, force: bool, record: bool, limit: int) -> None:
    """Execute the chapters that changed and build the site.

    With names, such as 01_neurons, only these are executed; the others are shown as last executed.
    A cell that runs longer than --limit counts as hanging.
    """
    from dlcourse.site.build import build
    from dlcourse.site.layout import find_book

    if record and chapters:
        raise click.UsageError("--record measures all chapters; leave out the names")
    with _for_people() as report:
        where = build(find_book(), report, chapters, jobs=jobs, limit=limit, force=force, record=record)
        size = sum(path.stat().st_size for path in where.rglob("*") if path.is_file())
        report.say(f"The site is in {where} ({size / 1e6:.1f} MB).")
        report.say(f"Read it: open {where / 'index.html'}, or run `make serve` (or: dlcourse serve).")


@main.command()
def epub() -> None:
    """Make an EPUB of the built book, to read without a network."""
    from dlcourse.site.build import epub
    from dlcourse.site.layout import find_book

    with _for_people() as report:
        file = epub(find_book(), report)
        report.say(f"The book is in {file} ({file.stat().st_size / 1e6:.1f} MB).")


@main.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--open/--no-open", "browser", help="Open a browser on it.")
def serve(port: int, browser: bool) -> None:
    """Serve the built site on this machine."""
    import webbrowser

    from dlcourse.site.layout import find_book
    from dlcourse.site.serve import server

    with _for_people() as report, server(find_book(), port) as running:
        if running.server_port != port:
            report.say(f"Port {port} is taken, so this is another one.")
        url = f"http://127.0.0.1:{running.server_port}/"
        report.say(f"The book is at {url} (Ctrl-C ends this).")
        if browser:
            webbrowser.open(url)
        with suppress(KeyboardInterrupt):
            running.serve_forever()


@main.command()
@click.argument("notebooks", nargs=-1, metavar="[NOTEBOOK]...")
@click.option(
    "--check", is_flag=True, help="Change nothing; say what is out of step, and exit with 1 if any is."
)
@click.option(
    "--run", is_flag=True, help="Execute them and store the outputs of the cells tagged for checking."
)
def tidy(notebooks: tuple[str, ...], check: bool, run: bool) -> None:
    """Bring notebooks into their committed form.

    These are those of book/ and solutions/, or those given.
    """
    from dlcourse.site.layout import find_book
    from dlcourse.site.tidy import tidy

    with _for_people() as report:
        changed = tidy(find_book(), report, notebooks, write=not check, run=run)
    if check and changed:
        raise click.ClickException(f"{changed} out of step; run: make tidy (or: dlcourse tidy)")


@main.command()
@click.argument("topics", nargs=-1, metavar="[TOPIC]...")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if a release is out of step.")
@click.option("--quick", is_flag=True, help="Run no answer: only generate them and look at the sources.")
def release(topics: tuple[str, ...], check: bool, quick: bool) -> None:
    """Make the students' notebooks from their sources, and check them.

    The reference answers and those that the course keeps are graded first: by the judge, in process and by
    stock nbgrader, which must agree. The gradebook is not touched; `nbgrader generate_assignment` does the
    same and fills it.
    """
    from dlcourse.grade.gradebook.course import find
    from dlcourse.grade.release import out_of_step, release

    with _for_people() as report:
        if check:
            if stale := out_of_step(find().root, topics):
                raise click.ClickException(f"out of step: {', '.join(stale)}; run: dlcourse release")
            report.say("What students get is in step with its sources.")
        else:
            changed = release(find().root, topics, report.step, quick=quick)
            report.say(f"Released anew: {', '.join(changed)}." if changed else "Nothing had changed.")


@main.command()
@click.argument("notebook", type=click.Path(path_type=Path))
@click.option("--hint", default=1, show_default=True, type=click.IntRange(min=1), help="Which hint to show.")
@click.option("--timeout", default=60, show_default=True, metavar="SECONDS", type=click.IntRange(min=1))
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option("--ask", is_flag=True, help="Print what fails first as a text to ask somebody for a hint.")
@click.option("--watch", "stay", is_flag=True, help="Stay, and check again each time it is saved.")
def check(notebook: Path, hint: int, timeout: int, as_json: bool, ask: bool, stay: bool) -> None:
    """Run your NOTEBOOK with the visible tests of its assignment.

    A cell that runs longer than --timeout is stopped. The exit code is 0 only if every test passes.
    """
    with _for_people() as report:
        if stay:
            from dlcourse.grade.watch import show_all, watch

            show_all(watch(notebook, timeout=timeout, hint=hint), report.say, as_json=as_json)
        from dlcourse.grade import kernel

        with TemporaryDirectory(prefix="dlcourse-check-") as empty, kernel.started(Path(empty)) as ready:
            # it starts while the rest is imported
            from dlcourse.grade.report import question, show, to_json
            from dlcourse.grade.selfcheck import selfcheck

            checked = selfcheck(notebook, timeout=timeout, hint=hint, step=report.step, ready=ready)
    if as_json:
        click.echo(to_json(checked))
    elif ask:
        click.echo(question(checked) or "Every test passes: there is nothing to ask.")
    else:
        show(checked)
    if not all(result.passed for result in checked.results):
        raise SystemExit(1)


@main.command("class")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--roster", type=click.Path(path_type=Path), help="CSV: id, first_name, last_name, email.")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), help="A day of the first week, as in 2027-01-11.")
@click.option("--weeks", type=int, help="How long the term is; default: a week for each assignment.")
@click.option("--assignment", "names", multiple=True, metavar="NAME", help="Only this one; may be repeated.")
def new_class(
    folder: Path, roster: Path | None, start: datetime | None, weeks: int | None, names: tuple[str, ...]
) -> None:
    """Make FOLDER for a class: assignments, students, due dates, calendar, settings, secret.

    Run it again after an update of the course, or with another roster: what you changed there stays.
    """
    from dlcourse.grade.gradebook.course import find
    from dlcourse.grade.gradebook.roster import read_roster
    from dlcourse.grade.new_class import calendar, make_class

    with _for_people() as report:
        done = make_class(
            find(),
            folder,
            names=names,
            students=read_roster(roster) if roster else (),
            start=start.date() if start else None,
            weeks=weeks,
            step=report.step,
        )
        for sentence in done.kept:
            report.say(sentence)
        report.say(
            f"{done.root} holds {len(done.assignments)} assignments; {done.students} students were read."
        )
        report.say(f"Keep a copy of the secret, {done.secret}: hidden tests draw their numbers from it.")
        report.say(f"Go on there: cd {done.root}, then hand out release/ and run dlcourse grade ASSIGNMENT.")
    click.echo(calendar(done.assignments), nl=False)


@main.command()
@click.argument("assignment")
@click.option("--jobs", type=click.IntRange(min=1), help="Judges at a time; default: one a core.")
@click.option("--cluster", metavar="URL", help="Judge on a Dask cluster, as in tcp://10.0.0.1:8786.")
@click.option("--force", is_flag=True, help="Judge also what did not change since the last time.")
@click.option("--unsafe", is_flag=True, help="Grade without a sandbox: only what you trust.")
def grade(assignment: str, jobs: int | None, cluster: str | None, force: bool, unsafe: bool) -> None:
    """Grade what was handed in for ASSIGNMENT.

    It reads submitted/ and writes autograded/ and nbgrader's gradebook, or what these are called in
    nbgrader_config.py. A bad submission never stops the others: it is a finding.
    Stop it and run it again as you like: what was judged is kept.
    """
    with _for_people() as report:
        from dlcourse.grade.gradebook.batch import grade
        from dlcourse.grade.gradebook.course import find
        from dlcourse.grade.reports.classroom import classroom, show

        root = find().root
        done = grade(
            root, assignment, jobs=jobs, cluster=cluster, force=force, unsafe=unsafe, step=report.step
        )
        exercises = classroom(root, assignment)
        for path in find().misplaced():
            report.say(f"Not graded: {path} lies outside of a folder STUDENT/{assignment}/.")
    show(done, exercises)


@main.command()
@click.argument("assignment")
@click.option(
    "--reveal", type=click.Choice(["never", "deadline", "always"]), default="never", show_default=True
)
def feedback(assignment: str, reveal: str) -> None:
    """Write a feedback page for each notebook of each student.

    It shows points, messages and comments; of the tests, those that everybody has. With --reveal deadline
    it shows the hidden ones once the assignment's due date, or the student's extension, is over.
    """
    with _for_people() as report:
        from dlcourse.grade.gradebook.course import find
        from dlcourse.grade.reports.feedback import feedback

        pages = feedback(find().root, assignment, reveal=reveal, step=report.step)  # type: ignore[arg-type]
        report.say(f"Wrote {len(pages)} pages, the first of them {pages[0]}.")
        report.say(f"To hand them out: nbgrader release_feedback {assignment}")


@main.command()
@click.argument("assignment")
@click.option("--as", "kind", type=click.Choice(["csv", "canvas", "moodle", "gradescope"]), default="csv")
@click.option("--to", "folder", type=click.Path(path_type=Path), default="exports", show_default=True)
def export(assignment: str, kind: str, folder: Path) -> None:
    """Write the scores of ASSIGNMENT as another system reads them."""
    with _for_people() as report:
        from dlcourse.grade.gradebook.course import find
        from dlcourse.grade.reports.exports import export, scores

        for path in export(find().root, assignment, kind, folder):
            report.say(f"Wrote {path}.")
        if waiting := sum(score.waits for score in scores(find().root, assignment)):
            left_out = ", and are left out" if kind in ("canvas", "moodle") else ""
            report.say(f"{waiting} still wait for a person{left_out}; formgrader shows their notebooks.")


@main.command()
@click.argument("assignment")
@click.option("--alike", default=0.8, show_default=True, type=click.FloatRange(0, 1), help="Share to report.")
def report(assignment: str, alike: float) -> None:
    """Say which exercises were hard, and which answers are alike.

    It also counts the mistakes that were made. Answers that are alike prove nothing by themselves: read them
    before you say anything.
    """
    with _for_people() as people:
        from dlcourse.grade import AssignmentError
        from dlcourse.grade.gradebook.batch import refused
        from dlcourse.grade.gradebook.course import Course, find
        from dlcourse.grade.reports.classroom import classroom, show
        from dlcourse.grade.reports.similarity import similar

        root = find().root
        pairs = similar(root, assignment, least=alike)
        waiting, exercises = refused(Course(root), assignment), classroom(root, assignment)
        if not (waiting or exercises):
            raise AssignmentError(f"nothing was graded yet; run: dlcourse grade {assignment}")
        show(waiting, exercises, most=None)
        for pair in pairs:
            people.say(f"{pair.exercise}: {pair.one} and {pair.other} share {pair.share:.0%}")


@main.command()
def doctor() -> None:
    """Say what this machine can grade, what is missing, and how to get it.

    Within a course it also looks at each assignment. The exit code is 0 if grading can begin.
    """
    with _for_people():
        from dlcourse.grade import AssignmentError
        from dlcourse.grade.doctor import doctor
        from dlcourse.grade.gradebook.course import find

        root = None
        with suppress(AssignmentError):  # outside a course only the machine is looked at
            root = find().root
        found = doctor(root)
    for one in found:
        mark = "✗" if one.needed else "!" if one.todo else "✓"
        click.echo(f"{mark} {one.about}: {one.found}" + (f"\n    {one.todo}" if one.todo else ""))
    if any(one.needed for one in found):
        raise SystemExit(1)


@contextmanager
def _for_people() -> Iterator["Bars"]:
    """Progress on the terminal; an error that the user can fix, or Ctrl-C, ends in one message."""
    from dlcourse.grade import AssignmentError
    from dlcourse.site.layout import BuildError
    from dlcourse.site.progress import Bars

    try:
        with Bars() as report:
            yield report
    except (AssignmentError, BuildError) as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:
        click.echo("Stopped. What was finished is kept; run it again to go on.", err=True)
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
