"""Serves the built site to this machine alone."""

import errno
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from dlcourse.site.layout import BuildError, Layout


class _Quiet(SimpleHTTPRequestHandler):
    """Files of one folder; the site's own page where there is none; silent about what it served."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            return super().send_error(code, message, explain)
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")  # after a new build, a reload shows it
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def server(book: Layout, port: int) -> ThreadingHTTPServer:
    """A server of the built site on 127.0.0.1, at `port` or the first free one of the ten after it.

    Raises
    ------
    BuildError
        If the site was not built, or none of these ports is free.
    """
    if not (book.html / "index.html").is_file():
        raise BuildError(
            f"there is no site in {book.html} yet; build it first: make book (or: dlcourse build)"
        )
    for candidate in range(port, min(port + 11, 65536)):
        try:
            return ThreadingHTTPServer(("127.0.0.1", candidate), partial(_Quiet, directory=str(book.html)))
        except OSError as refused:
            if refused.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise BuildError(f"the ports {port} to {port + 10} are all taken; give a free one with --port")
