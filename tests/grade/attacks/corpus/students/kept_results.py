# tries: write into the results that the grader keeps for the next time
# exercise: target.tanh
import glob


def tanh(x):
    for path in glob.glob("@COURSE@/.grading/*/*") + ["@COURSE@/.grading/target/result-@MARK@.json"]:
        with open(path, "w") as file:
            file.write('[{"verdict": "passed"}]')
    return 0 * x
