"""Sphinx extension: the finished pages are made light, in steps that build on each other.

A step that finds the theme's pages written in another way than it expects stops the build.
"""

from pathlib import Path

from sphinx.application import Sphinx

from dlcourse.site import code, covers, figures, icons, landing, light, plots, styles


def setup(app: Sphinx) -> None:
    app.connect("build-finished", _finish, priority=900)  # after everything else has written its files


def _finish(app: Sphinx, problem: Exception | None) -> None:
    if problem or app.builder.name != "html":
        return
    out = Path(app.outdir)
    static = out / "_static"
    light.lighten_files(static)
    plain = code.plain_classes((static / "pygments.css").read_text("utf8"))
    colors = plots.ink((static / "course.css").read_text("utf8"))
    pages = {out / f"{name}.html": "" for name in [*sorted(app.env.found_docs), "search"]}
    for path in pages:
        html = code.join(light.lighten(path.read_text("utf8"), path.name), plain)
        pages[path] = plots.to_files(html, out, colors)
    found = covers.write(pages, out, Path(app.srcdir))
    first = out / f"{app.config.root_doc}.html"
    pages[first] = landing.with_covers(pages[first], found)
    npm = Path(app.srcdir).parent / "npm"
    pages = figures.finish(pages, static, npm)
    for path, html in pages.items():
        path.write_text(html, "utf8")
    for path, html in styles.in_one_sheet(pages, static, npm).items():
        path.write_text(html, "utf8")
    icons.subset_fonts(static, (static / styles.NAME).read_text("utf8"))
