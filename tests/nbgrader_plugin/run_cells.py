"""Run cells as a notebook's kernel does: `python run_cells.py CELL …`."""

import sys

from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()
for cell in sys.argv[1:]:
    shell.run_cell(cell, store_history=True)
