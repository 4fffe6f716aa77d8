"""`grader solution`: how the reference does it, once your own function passes."""

from __future__ import annotations

import argparse

from grader.cli.arguments import seconds
from grader.cli.trust import add_submission, of_submission, open_submission, relative_path
from grader.course.stubs import SOLUTIONS, solution_of
from grader.course.syllabus import Course, Exercise, load_course
from grader.errors import ALL_PASS, BROKEN, NOT_ALL_PASS, UsageError
from grader.render.plain import say, say_next
from grader.render.typed import command


def run(args: argparse.Namespace) -> int:
    """Print the source of one solution, if the exercise passes or it is asked for all the same."""
    course = load_course()
    exercise = course.find_one(args.name)
    path = SOLUTIONS / f"{exercise.unit}.py"
    if not path.exists():
        raise UsageError(f"The solutions stay with the instructor. The clearest hint: grader hint {exercise.name} 3")
    verdict = "pass" if args.force else _verdict(args, course, exercise)
    if verdict == "pass":
        say(args, f"# {relative_path(path)}")
        for line in ["", *solution_of(exercise.unit, exercise.name).rstrip("\n").split("\n")]:
            say(args, line, ours=False)
        say(args, f"# Next: {command(of_submission(args).strip())}")
        return ALL_PASS
    if verdict == "broken":
        again = f"grader check {exercise.name}{of_submission(args)}"
        say(args, f"{exercise.name} could not be graded; that is our failure. See: {again}")
        return BROKEN
    why = "is not written yet" if verdict == "todo" else "does not pass yet"
    say(args, f"{exercise.name} {why}. Its solution is shown when it passes, or with --force.")
    say_next(args, f"hint {exercise.name}")
    return NOT_ALL_PASS


def _verdict(args: argparse.Namespace, course: Course, exercise: Exercise) -> str:
    with open_submission(args, course.preload([exercise])) as opened:
        submission = opened.read(course)
        # numpy loads here while the worker loads its own
        from grader.course.open_reference import open_reference  # noqa: PLC0415
        from grader.grading.grade import grade  # noqa: PLC0415
        from grader.grading.options import Options  # noqa: PLC0415  as above
        from grader.sandbox.job import Limits  # noqa: PLC0415

        options = Options(limits=Limits(call=args.timeout))
        report = grade(submission, [exercise], opened.workers, options, open_reference())
    return report.exercises[0].verdict


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("name", metavar="NAME", help="a function, such as deriv or chains.chain_deriv_2")
    parser.add_argument("--force", action="store_true", help="show it although the exercise does not pass")
    add_submission(parser)
    parser.add_argument("--timeout", type=seconds, default=5.0, metavar="S", help="seconds for one call (default: 5)")
