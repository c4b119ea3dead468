"""The `dlcourse` command: one thin function a verb; the work is done in the rooms."""

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dlcourse")
def main() -> None:
    """Build and read the course, do its exercises, release and grade them."""


if __name__ == "__main__":
    main()
