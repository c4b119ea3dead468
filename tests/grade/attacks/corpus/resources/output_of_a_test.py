# tries: print 30 MB in each call of a test
# tier 1: yes
# exercise: target.tanh
def tanh(x):
    print("x" * 30_000_000)
    return 0 * x
