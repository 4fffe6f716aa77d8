def square(x):
    return x * x


def positive_part(x):
    return x * (x > 0)
