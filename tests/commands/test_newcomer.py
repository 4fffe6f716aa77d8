"""A new unit, from `grader new` to an audit that holds, as someone writes it who has read "Contributing" alone.

The files in `newcomer/` are such a unit: two exercises, one of which needs another one and an earlier unit.
"""

from course_copies import NEWCOMER
from helpers import run_grader

SOLUTIONS = "solutions/integrals.py"
SHORTLY = ("--no-mutants", "--seeds", "1")
HINTS, HIDDEN, LEAD_INS = (NEWCOMER[name] for name in ("hints.toml", "hidden.py.txt", "lead_ins.toml"))


def audit(root, *words):
    """The audit's exit code, and what it says falls short."""
    done = run_grader("audit", "integrals", "--jobs", "1", *words, cwd=root)
    lines = done.stdout.decode().splitlines()
    return done.returncode, [line for line in lines if line.startswith(("integrals: ", "area: ", "arc_length: "))]


def test_what_is_still_missing_is_said_file_by_file(begun):
    code, short = audit(begun, *SHORTLY)
    assert code == 1
    for name, place in NEWCOMER.items():
        assert any(f"{place} has the example of grader new" in line for line in short) is (name != "lesson.md")
    assert 'integrals: the files: docs/integrals.md has no line "::exercise arc_length"' in short
    assert (
        'integrals: the files: solutions/integrals.py:28 still says "Source: where the exercise comes from."' in short
    )


def test_it_holds_when_all_is_written(written):
    assert audit(written) == (0, [])
    stub = (written / "exercises" / "integrals.py").read_text("utf-8")
    assert "from .derivatives import deriv\n" in stub
    assert stub.count("raise NotImplementedError") == 2
    solved = run_grader("check", "integrals", "--submission", "solutions", cwd=written)
    assert solved.returncode == 0, solved.stdout


SLIPS = [
    (SOLUTIONS, "8.75", "9.0", f"area: an example is not true: {SOLUTIONS}:"),
    (SOLUTIONS, "        ValueError: `n`", "        `n`", "area: the docstring: Raises does not say"),
    (HINTS, '"deriv", "area"', '"area"', "integrals: needs: arc_length calls deriv; name it"),
    (LEAD_INS, "[arc_length]", "[arclength]", f"integrals: the files: {LEAD_INS} has no table [arc_length]"),
    ("mkdocs.yml", ": integrals.md", ": other.md", "mkdocs.yml has no place for integrals.md"),
    (HIDDEN, '@hidden("area")', '@hidden("aera")', "area_any_strips is of aera, which is no"),
    (HIDDEN, "def area_hundred", "def area_line", "area_line is the name of 2 checks"),
]


def test_each_slip_is_told(written):
    for file, old, new, _ in SLIPS:
        path = written / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
    code, short = audit(written, *SHORTLY)
    assert code == 1
    for *_, told in SLIPS:
        assert any(told in line for line in short), (told, short)


def test_needs_that_cannot_be_are_told_by_every_command(written):
    path = written / HINTS
    text = path.read_text("utf-8")
    for needs, told, *commands in (
        ('["derivs"]', "area needs derivs, which is no earlier exercise.", ["list"], ["build"], ["audit", "area"]),
        ('["arc_length"]', "area needs arc_length, which is no earlier exercise.", ["list"]),
        ('["deriv"', "cannot be read: ", ["list"]),
    ):
        path.write_text(text.replace("needs = []", f"needs = {needs}"), "utf-8")
        for command in commands:
            done = run_grader(*command, cwd=written)
            assert done.returncode == 3
            assert told in done.stderr.decode()
            assert done.stderr.startswith(f"grader: {HINTS}".encode())
