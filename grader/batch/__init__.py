"""Grade a whole class: one folder, notebook or file for each student.

`main` is the whole batch, `workers` and `pool` grade side by side, `results` keeps every result as soon as it is there,
`grades` writes the table for a spreadsheet, `summary` and `page` the page for the instructor.
"""
