"""The commands: who each is for, what it does, examples of its use."""

from __future__ import annotations

from typing import NamedTuple

from grader.course.syllabus import IN_A_KIT, load_course
from grader.errors import GraderError


class Command(NamedTuple):
    """A command: who it is for, what it does, examples of its use."""

    who: str
    does: str
    examples: tuple[str, ...]


ALL = {
    "board": Command("student", "every unit at a glance, and what to do next", ("grader", "grader board --plain")),
    "list": Command("student", "the names of all units and exercises", ("grader list", "grader list --json -")),
    "check": Command(
        "student",
        "grade, and say what is right, what is wrong and what the numbers show",
        ("grader check", "grader check chains deriv", "grader check --submission mywork --json report.json"),
    ),
    "watch": Command(
        "student",
        "check again whenever you save; keys for hint, next, open, reset, list, quit",
        ("grader watch", "grader watch chain_deriv_2", "grader watch chains --submission mywork"),
    ),
    "learn": Command(
        "student",
        "open the lessons, with their exercises ready to type",
        ("grader learn", "grader learn --port 8000 --no-open"),
    ),
    "hint": Command("student", "the idea, the place or the formula", ("grader hint deriv", "grader hint deriv 2")),
    "show": Command(
        "student",
        "a picture of your answer beside the expected one",
        ("grader show deriv", "grader show matmul_forward --out picture.png"),
    ),
    "solution": Command(
        "student",
        "how the reference does it, once yours passes",
        ("grader solution deriv", "grader solution deriv --force"),
    ),
    "reset": Command(
        "student",
        "bring a stub back; your work is kept",
        ("grader reset deriv", "grader reset chains", "grader reset --all"),
    ),
    "update": Command(
        "student",
        "bring what you wrote in an older kit into this one",
        ("grader update ../calculus-kit-old", "grader update ~/Downloads/calculus-kit"),
    ),
    "docs": Command("student", "open the page that explains", ("grader docs", "grader docs chain_deriv_2")),
    "doctor": Command("student", "what this machine offers, and what is missing", ("grader doctor",)),
    "completion": Command(
        "student",
        "let the Tab key complete commands and names, in bash, zsh or fish",
        ("grader completion bash", "grader completion zsh", "grader completion fish"),
    ),
    "batch": Command(
        "instructor",
        "grade a whole class in the jail",
        (
            "grader batch class --look",
            "grader batch class --out graded --roster roster.csv",
            "grader batch class --out graded chains --jobs 4 --resume",
            "grader batch class --out part2 --part 2/3",
            "grader batch --merge part1 part2 part3 --out graded",
            "grader batch class --out graded --dask tls://HOST:8786 --tls ca.pem cert.pem key.pem",
        ),
    ),
    "collect": Command(
        "instructor",
        "put what Canvas, Moodle or another platform hands over into an nbgrader course",
        (
            "grader collect submissions.zip --look",
            "grader collect submissions.zip derivatives",
            "grader collect submissions.zip derivatives --layout moodle --roster worksheet.csv",
        ),
    ),
    "autograde": Command(
        "instructor",
        "autograde an nbgrader assignment, several students at once",
        (
            "grader autograde derivatives",
            "grader autograde derivatives --student ada --force",
            "grader autograde chains --jobs 8",
        ),
    ),
    "export": Command(
        "instructor",
        "of an nbgrader assignment: the class's page, a platform's own table of grades, feedback in a zip",
        (
            "grader export derivatives",
            "grader export derivatives --into gradebook.csv",
            "grader export derivatives --out after --compare before",
        ),
    ),
    "release": Command(
        "instructor",
        "make what students get, for nbgrader or GitHub as well, or an autograder for Gradescope",
        (
            "grader release OUT",
            "grader release OUT functions derivatives",
            "grader release OUT --nbgrader",
            "grader release OUT --classroom",
            "grader release OUT chains --gradescope",
        ),
    ),
    "build": Command("author", "make stubs and notebooks from the solutions", ("grader build", "grader build --check")),
    "audit": Command("author", "the proof that the grader is right", ("grader audit", "grader audit chains --json -")),
    "new": Command("author", "begin an exercise", ("grader new chains chain_length_4", "grader new integrals area")),
}
COMMANDS = {name: command for name, command in ALL.items() if command.who == "student" or not IN_A_KIT}
EXIT_CODES = "Exit codes: 0 all pass, 1 something does not, 2 usage or input, 3 our own failure, 130 interrupted."
UNITS, FUNCTIONS = {"chains"}, {"deriv", "chain_deriv_2", "matmul_forward"}  # that the examples name


def fitting(example: str) -> str:
    """An example with names that there are: a kit may hold a few units only."""
    if not IN_A_KIT:
        return example
    try:
        course = load_course()
    except GraderError:  # of which the command itself has more to say
        return example
    unit, function = course.units[-1].name, course.exercises[-1].name
    known = {one.name for one in course.units} | {one.name for one in course.exercises}
    others = dict.fromkeys(UNITS - known, unit) | dict.fromkeys(FUNCTIONS - known, function)
    return " ".join(others.get(word, word) for word in example.split(" "))
