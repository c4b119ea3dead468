# exercise: gans.settle
# must read: your function returned nothing
def settle():
    print(0.5, 1.0, 0.5)
