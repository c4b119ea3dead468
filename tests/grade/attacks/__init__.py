"""Attacks on the grader, and what watches whether one of them works.

`corpus/CATEGORY/NAME.py` is one student's notebook in percent format, `whole` makes the hand-ins that no cell
can express, `target` is the assignment that all of them attack, `outside` is what they must not touch.
"""
