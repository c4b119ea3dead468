"""The helper package of the course; each subpackage has one job and is imported where it is used.

Learners meet `scratch`, `data`, `models`, `train`, `check`, `plot`, `figures` and `page`; `site` and `grade`
are for those who build and teach.
"""

__version__ = "0.1.0"
