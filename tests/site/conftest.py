"""The built book and a browser, for all tests of the site."""

from tests.site.test_pages import address, browser, site  # noqa: F401  (fixtures)
