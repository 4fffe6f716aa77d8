"""Grade a whole class: one folder, notebook or file for each student.

`main` is the whole batch, `workers` and `pool` grade side by side, `results` keeps every result as soon as it is there.
What is written afterwards is in `outputs`: the tables and the instructor's page, from `grader.graded_class`, and the
pages for students, from `feedback`. Several machines share a class in `parts`, which `merge` makes one class of, or as
workers of a `cluster`.
"""
