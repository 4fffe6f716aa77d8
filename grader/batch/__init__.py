"""Grade a whole class: one folder, notebook or file for each student.

`folders` finds the submissions, `run` grades them side by side, `ledger` keeps every result as soon as it is there,
`grades` writes the table for a spreadsheet, `page` the page for the instructor.
"""
