"""Grade a whole class: one folder, notebook or file for each student.

`main` is the whole batch, `workers` and `pool` grade side by side, `results` keeps every result as soon as it is there.
What is written afterwards is made of `records`: `outputs` says which files; `grades` makes the tables, `page` the page
for the instructor with `class_map`, `answers` and `items`, `feedback` the pages for students, `compare` what changed.
Several machines share a class in `parts`, which `merge` makes one class of, or as workers of a `cluster`.
"""
