"""The kit's own commands in a course folder of nbgrader's: `grader collect`, `grader autograde` and `grader export`.

`collect` brings a platform's download into the course, `autograde` takes the steps of nbgrader's autograding for
several students at once, `export` takes the class, grades and feedback back, by way of `class_reports`, which makes
reports of what the gradebook knows.
"""
