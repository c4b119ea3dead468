"""The `dlcourse` command: one thin function a verb; the work is done in the rooms."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dlcourse.site.progress import Bars


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dlcourse")
def main() -> None:
    """Build and read the course, do its exercises, release and grade them."""


@main.command()
@click.argument("chapters", nargs=-1, metavar="[CHAPTER]...")
@click.option("--jobs", type=click.IntRange(min=1), help="Kernels at a time; default: one less than cores.")
@click.option("--force", is_flag=True, help="Execute also the chapters that did not change.")
@click.option("--record", is_flag=True, help="First measure all chapters for their cards, on two cores.")
@click.option("--limit", default=300, show_default=True, metavar="SECONDS", type=click.IntRange(min=1))
def build(chapters: tuple[str, ...], jobs: int | None, force: bool, record: bool, limit: int) -> None:
    """Execute the chapters that changed and build the site.

    With names, such as 01_neurons, only these are executed; the others are shown as last executed.
    A cell that runs longer than --limit counts as hanging.
    """
    from dlcourse.site.build import build
    from dlcourse.site.layout import find

    if record and chapters:
        raise click.UsageError("--record measures all chapters; leave out the names")
    with _for_people() as report:
        where = build(find(), report, chapters, jobs=jobs, limit=limit, force=force, record=record)
        size = sum(path.stat().st_size for path in where.rglob("*") if path.is_file())
        report.say(f"The site is in {where} ({size / 1e6:.1f} MB).")
        report.say(f"Read it: open {where / 'index.html'}, or run `make serve` (or: dlcourse serve).")


@main.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--open/--no-open", "browser", help="Open a browser on it.")
def serve(port: int, browser: bool) -> None:
    """Serve the built site on this machine."""
    import webbrowser

    from dlcourse.site.layout import find
    from dlcourse.site.serve import server

    with _for_people() as report, server(find(), port) as running:
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
    """Bring the notebooks of book/ and solutions/, or those given, into their committed form."""
    from dlcourse.site.layout import find
    from dlcourse.site.tidy import tidy

    with _for_people() as report:
        changed = tidy(find(), report, notebooks, write=not check, run=run)
    if check and changed:
        raise click.ClickException(f"{changed} out of step; run: make tidy (or: dlcourse tidy)")


@main.command()
@click.argument("topics", nargs=-1, metavar="[TOPIC]...")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if exercises/ is out of step.")
def release(topics: tuple[str, ...], check: bool) -> None:
    """Generate the students' notebooks in exercises/ from solutions/, and check that they can be released.

    The reference solutions are run first. The gradebook is not touched; `nbgrader generate_assignment`
    does the same and fills it.
    """
    from dlcourse.grade.release import find, out_of_step, release

    with _for_people() as report:
        if check:
            if stale := out_of_step(find(), topics):
                raise click.ClickException(f"out of step: {', '.join(stale)}; run: dlcourse release")
            report.say("exercises/ is in step with solutions/.")
        else:
            changed = release(find(), topics, report.step)
            report.say(f"Released anew: {', '.join(changed)}." if changed else "Nothing had changed.")


@main.command()
@click.argument("notebook", type=click.Path(path_type=Path))
@click.option("--hint", default=1, show_default=True, type=click.IntRange(min=1), help="Which hint to show.")
@click.option("--timeout", default=60, show_default=True, metavar="SECONDS", type=click.IntRange(min=1))
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
def check(notebook: Path, hint: int, timeout: int, as_json: bool) -> None:
    """Run your NOTEBOOK with the visible tests of its assignment, and say what passes.

    A cell that runs longer than --timeout is stopped. The exit code is 0 only if every test passes.
    """
    with _for_people() as report:
        from dlcourse.grade import need

        need("lab")
        from dlcourse.grade.report import show, to_json
        from dlcourse.grade.selfcheck import selfcheck

        results = selfcheck(notebook, timeout=timeout, hint=hint, step=report.step)
    if as_json:
        click.echo(to_json(results))
    else:
        show(results)
    if not all(result.passed for result in results):
        raise SystemExit(1)


@contextmanager
def _for_people() -> Iterator["Bars"]:
    """Progress on the terminal; an error that someone can mend, or Ctrl-C, ends in one message."""
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
