"""Turns the notebooks into a site: executes them, styles their pages, and keeps both in order.

For those who build the book; learners never import it. The commands are `dlcourse build`, `serve` and `tidy`.
"""
