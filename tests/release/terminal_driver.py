"""Run a newcomer's commands one after the other in one process, on the terminal that it was started on.

A step is a list of words: a command of the grader, or `write NAME BODY`, which a newcomer does in an editor.
"""

import json
import os
import re
import sys
from pathlib import Path

sys.path.insert(0, os.getcwd())  # noqa: PTH109  the kit or the clone, and not where this file stands


def write(name, body):
    path = Path("exercises/functions.py")
    text = path.read_text(encoding="utf-8")
    begin = text.index(f"def {name}(")
    stub = re.compile(r"(?:    # Stuck\?[^\n]*\n)?    raise NotImplementedError\n|    return [^\n]*\n")
    path.write_text(text[:begin] + stub.sub(f"    {body}\n", text[begin:], count=1), encoding="utf-8")


def main(steps):
    from grader.cli.main import main as run

    program = "uv run grader" if "UV" in os.environ else "grader"
    for first, *rest in steps:
        print("$", program if first == "grader" else first, *rest, flush=True)
        if first == "write":
            write(*rest)
            continue
        try:
            code = run(rest)
        except SystemExit as end:
            code = end.code
        print(f"[{code}]", flush=True)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
