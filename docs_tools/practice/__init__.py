"""Makes the bundle with which exercises are done in a page where nothing is installed: `python -m docs_tools.practice`.

See `README.md` beside this file for what is in it and where it comes from.
"""

from pathlib import Path

BUNDLE = Path(__file__).resolve().parents[2] / "dist" / "practice"
