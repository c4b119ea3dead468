"""Grading a class: the course and its gradebook, the batch, its workers, and nbgrader's own commands."""
