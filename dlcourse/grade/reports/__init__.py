"""What people read of a graded assignment: feedback, exports, the report on a class, alike answers."""
