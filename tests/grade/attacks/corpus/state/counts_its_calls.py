# tries: answer by the number of the call, which it keeps in memory and in a file
# tier 1: yes
# exercise: target.tanh
calls = []


def tanh(x):
    calls.append(1)
    with open("calls", "a") as file:
        file.write("x")
    return np.tanh(x) if len(calls) > 4 or len(open("calls").read()) > 4 else 0 * x
