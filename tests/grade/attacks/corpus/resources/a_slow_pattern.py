# tries: match a regular expression that takes for ever, without a check for signals
# tier 1: yes
# exercise: target.tanh
import re


def tanh(x):
    re.match(r"(a|aa)+$", "a" * 60 + "b")
    return 0 * x
