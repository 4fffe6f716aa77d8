"""The worker: the process in which a student's code runs. It holds no solution, no verdict, no expected value.

`__main__` starts it, `student` loads a submission and makes the calls, `limits` bounds what it may use. It imports the
standard library, numpy, and of the grader only `grader.protocol`. Checks reach it as compiled code.
"""
