# tries: print halves of surrogate pairs, nulls and every control character
# tier 1: yes
# exercise: target.tanh
print("\ud800\udfff\0\x08\x1b\x9b\ufffe" + "".join(map(chr, range(32))))


def tanh(x):
    raise ValueError("\ud800\0" * 1000)
