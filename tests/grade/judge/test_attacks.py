"""What the boundary between judge and student code hides and forgets, at tiers 3 and 2.

The corpus of `tests/grade/attacks` is graded as a batch; here is what a batch does not show.
"""

from tests.grade.judge.conftest import notebook


def test_student_sees_no_file_of_the_course_and_no_environment(tier, tmp_path, monkeypatch):
    secret = tmp_path / "gradebook.db"
    secret.write_text("secret")
    monkeypatch.setenv("DLCOURSE_TOKEN", "secret")
    paths = [str(secret), str(tmp_path), "/etc/passwd", "/proc/1/environ", "/proc/self/environ", "/root"]
    answer = f"""
import os, pathlib
def look():
    seen = []
    for path in {paths!r}:
        try:
            seen.append(os.listdir(path) if os.path.isdir(path) else open(path).read())
        except OSError:
            pass
    return [seen, dict(os.environ), os.listdir(".")]
"""
    tests = """
seen, environment, here = look()
assert seen == [] and here == [], seen
assert 'secret' not in str(environment)
"""
    assert tier.run(notebook(("student", answer), ("test", tests)), seed="0")[-1].error is None


def test_inputs_of_one_test_are_shown_nowhere_in_the_next(tier):
    answer = "log = []\ndef f(x):\n    log.append(x)\n    assert log[0] == x, log\n    return x"
    cells = [("student", answer), ("test", "assert f(12321) == 12321"), ("test", "assert f(4) == 4")]
    *_, last = tier.run(notebook(*cells), seed="0")
    assert last.verdict == "failed" and "keeps something from call to call" in last.error
    assert "12321" not in str(last)


def test_source_of_the_tests_is_nowhere_in_the_process_of_the_student(tier):
    answer = """
import gc, sys, linecache
def look(word):
    word = word[::-1]
    texts = [str(list(linecache.cache)), str(get_ipython().history_manager.input_hist_raw)]
    frame = sys._getframe(1)
    while frame:
        texts += [str(frame.f_locals)[:10**6], str(frame.f_code.co_consts)]
        frame = frame.f_back
    texts += [o[:10**5] for o in gc.get_objects() if type(o) is str]
    texts += [str(o)[:10**5] for o in gc.get_objects() if type(o) in (dict, list, tuple) and len(o) < 1000]
    return any(word in text for text in texts)
"""
    locked = ("locked", "import numpy as np")
    tests = "# NEEDLE-IN-THE-TESTS\nfound = look('YRANAC')\nassert found is False"
    results = tier.run(
        notebook(locked, ("student", answer), ("test", tests.replace("NEEDLE", "CANARY"))), seed="0"
    )
    assert results[-1].error is None


def test_output_is_cut(tier):
    answer = """
print('x' * 30_000_000)
for i in range(100_000):
    print(i)
from IPython.display import HTML
HTML('y' * 30_000_000)
"""
    (result,) = tier.run(notebook(("student", answer)), seed="0")
    assert len(str(result.outputs)) < 250_000
