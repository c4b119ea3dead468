"""`python -m dlcourse` does what `dlcourse` does."""

from dlcourse.cli import main

if __name__ == "__main__":
    main(prog_name="dlcourse")
