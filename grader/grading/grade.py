"""Grade a submission: the one straight line from a folder to a report."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from grader import __version__
from grader.course.reference import Reference
from grader.course.release_stamp import release_of
from grader.course.syllabus import Exercise
from grader.grading.absent import problems, why_absent
from grader.grading.ask import Asking
from grader.grading.cache import JudgementCache, Key
from grader.grading.case import Case, Ground
from grader.grading.explain import Explanation, explain
from grader.grading.firm_ground import find_ground, givable
from grader.grading.leaning import leans_on, slow_ones
from grader.grading.options import Options
from grader.grading.report import ExerciseReport, Report
from grader.grading.verdict import ExerciseVerdict, judge
from grader.grading.write import MAX_OUTPUT, report_without_answers, write_report
from grader.protocol.check import Check
from grader.protocol.raised import CRASH, MISSING, TIMEOUT
from grader.protocol.text import clean
from grader.sandbox.collect import Collected
from grader.sandbox.workers import WorkerPair, Workers, pair_of
from grader.submission.claims import Claimed
from grader.submission.folder import Submission
from grader.submission.uses import used_exercises

OUT_OF_TIME = "the time for the whole submission ran out"


def grade(
    submission: Submission,
    exercises: Sequence[Exercise],
    workers: Workers | WorkerPair,
    options: Options,
    reference: Reference,
    judgements: JudgementCache | None = None,
) -> Report:
    """Grade the named exercises. Those that they use run, too, to tell where a failure comes from.

    Args:
        submission: what was handed in.
        exercises: those that the report is to name.
        workers: where the submission runs.
        options: how to grade.
        reference: what is right.
        judgements: those on earlier submissions, graded with the same options and reference.
    """
    grading = _Grading(submission, workers, options, reference, judgements or JudgementCache())
    wanted = {exercise.name for exercise in exercises}
    cases, collected = grading.ask(wanted | grading.beside(wanted))
    grading.judge(cases, collected)
    cut_short = grading.find_ground(cases, collected) or collected.cut_short
    release, notes = release_of(submission.stamp)
    reports = grading.reports([case for case in cases if case.exercise.name in wanted], collected)
    submission.reader.let_go()
    return Report(
        kit=__version__,
        course=reference.course.title,
        submission=clean(submission.folder),
        exercises=reports,
        problems=list(problems(submission, reference.course, {case.exercise.unit for case in cases}, collected)),
        flags=[*notes, *([OUT_OF_TIME] if cut_short else [])],
        seed=reference.seed if options.instructor else None,
        release=release,
    )


@dataclass(slots=True, kw_only=True)
class _Explained:
    """A case that is explained.

    Attributes:
        key: what its answers are known by.
        explanation: the explanation.
        true: the claims on matching mistakes that are true of the code.
    """

    key: Key | None
    explanation: Explanation
    true: Sequence[str] = ()


class _Grading:
    """The steps of grading one submission; each adds to what is known of the cases."""

    def __init__(
        self,
        submission: Submission,
        workers: Workers | WorkerPair,
        options: Options,
        reference: Reference,
        judgements: JudgementCache,
    ) -> None:
        self._submission, self._options, self._reference = submission, options, reference
        self._judgements = judgements
        self._asking = Asking(submission, pair_of(workers), options, reference)

    def beside(self, wanted: set[str]) -> set[str]:
        """The exercises that run beside those that are wanted: what these use or, if that is not seen, may use."""
        course = self._reference.course
        used, needs = used_exercises(self._submission, course, wanted), course.needs_of(wanted)
        seen = self._options.visible_only or not needs.isdisjoint(used | wanted)
        return used if seen else used | needs

    def ask(self, names: set[str]) -> tuple[list[Case], Collected]:
        """The cases of some exercises, with the answers to all of their checks."""
        hidden = not self._options.visible_only
        checks = {
            one: [check for check in self._reference.checks(one) if hidden or not check.hidden]
            for one in self._reference.course.exercises
            if one.name in names
        }
        written = {one: mine for one, mine in checks.items() if self._is_written(one)}
        collected = self._asking.answers(written)
        return [Case(exercise=one, checks=mine, answers=collected.answers) for one, mine in checks.items()], collected

    def judge(self, cases: Sequence[Case], collected: Collected) -> None:
        """Judge the answers, and find out which failing exercises matter for which others."""
        for case in cases:
            unloaded = collected.unloaded.get(case.exercise.unit)
            written = self._is_there(case.exercise, collected)
            if written and unloaded is None:
                case.verdict = self._verdict(case.checks, collected)
            case.can_run = written and (unloaded is None or unloaded.type_name in (TIMEOUT, CRASH))
        self._find_used(cases)
        for case in cases:
            if case.verdict is not None and case.verdict.ran_out_of_time:
                case.slow = slow_ones(case, cases, self._submission, self._reference.course, self._options.limits.call)

    def _find_used(self, cases: Sequence[Case]) -> None:
        """Find the failing exercises that those use that fail, that may run again, or that may be given."""
        course = self._reference.course
        failing = [case.exercise.name for case in cases if case.fails]
        again = {*failing}
        if not self._options.visible_only:
            names = [case.exercise.name for case in cases]
            again |= {name for name in names if not course.needs_of([name]).isdisjoint(failing)}
            again |= course.needs_of(again)
        earlier: list[str] = []  # of what fails
        unsure: list[str] = []
        for case in cases:
            below = earlier if case.fails else failing
            if case.can_run and below and case.exercise.name in again:
                used = used_exercises(self._submission, course, [case.exercise.name])
                case.used = [name for name in below if name in used]
                case.unsure = [name for name in unsure if name in used]
            if case.fails:
                earlier.append(case.exercise.name)
            elif case.used:
                unsure.append(case.exercise.name)

    def _verdict(self, checks: Sequence[Check], collected: Collected) -> ExerciseVerdict:
        """The verdict on answers, which is the same whoever gave them."""
        make = functools.partial(judge, checks, collected.answers, self._reference)
        return self._judgements.recall(collected.key(checks), make)

    def find_ground(self, cases: Sequence[Case], collected: Collected) -> bool:
        """Run failing functions again where failing ones that they use are given; gives whether time ran out.

        Only an instructor's grader does: it takes the solutions, and a process whose words are not shown.
        """
        if self._options.visible_only or not any(check.hidden for case in cases for check in case.checks):
            for case in cases:
                case.leans_on = leans_on(case, self._submission, self._reference.course, case.used)
            return False
        late: set[str] = set()
        by_name = {case.exercise.name: case for case in cases}

        def run(given: Sequence[str], some: Sequence[Case]) -> list[Ground | None]:
            there = self._asking.answers_above(given, some, collected)
            out = {case.exercise.name for case in some if there.was_late(case.checks)}
            late.update(case.exercise.name for case in some if case.exercise.name in out and case.ground is None)
            alike = all(by_name[name].differs_in_values for name in given if by_name[name].fails)
            return [
                None
                if case.exercise.name in out
                else Ground(given=tuple(given), collected=there, verdict=self._verdict(case.checks, there), alike=alike)
                for case in some
            ]

        course = self._reference.course
        failing = [case for case in cases if case.fails]
        find_ground(failing, [case for case in cases if case.used and not case.fails], course, run)
        names = [case.exercise.name for case in failing]
        for case in failing:
            tried = () if case.exercise.name in late else givable(case, course, names)
            others = self._others(case, tried, by_name)
            if not collected.was_late(case.checks):  # else time is what it lacks
                case.leans_on = leans_on(case, self._submission, course, others)
        return any(name in late for name in names)

    def _others(self, case: Case, tried: Sequence[str], by_name: Mapping[str, Case]) -> list[str]:
        """The failing exercises that a case uses where some are given, and that are not right there."""
        others = [name for name in case.used if name not in tried and not by_name[name].is_right_where(case.given)]
        if not others or not case.given:
            return others
        used = used_exercises(self._submission, self._reference.course, [case.exercise.name], case.given)
        return [name for name in others if name in used]

    def reports(self, cases: Sequence[Case], collected: Collected) -> list[ExerciseReport]:
        """The reports on some cases."""
        explained = {case.exercise.name: self._explain(case, collected) for case in cases if case.has_answers}
        self._hold_against_code(explained)
        return [
            self._report(case, explained[case.exercise.name])
            if case.has_answers
            else self._report_without_answers(case, collected)
            for case in cases
        ]

    def _explain(self, case: Case, collected: Collected) -> _Explained:
        """Why a case fails, if it does."""
        own = collected.key(case.checks)
        ground = case.ground
        there: tuple[object, ...] = ()
        if ground is not None:
            there = (ground.given, tuple(case.failing_given), ground.alike, ground.collected.key(case.checks))
        key = None if own is None or None in there else (own, *there, case.leans_on)

        def make() -> Explanation:
            return explain(case, self._reference, instructor=self._options.instructor)

        explanation = self._judgements.recall(key and ("explanation", *key), make)
        return _Explained(key=key, explanation=explanation)

    def _hold_against_code(self, explained: Mapping[str, _Explained]) -> None:
        """Find out which claims on mistakes that match are true of the code, all at once."""
        homes = {name: self._reference.course.by_name[name].unit for name in explained}
        claimed = [Claimed(homes[name], name, one.explanation.claims) for name, one in explained.items()]
        claimed = [one for one in claimed if one.claims]
        if claimed:
            sources = {one.file: self._submission.units[one.file].source or "" for one in claimed}
            for one, true in zip(claimed, self._submission.reader.holding(claimed, sources), strict=True):
                explained[one.name].true = true

    def _report(self, case: Case, explained: _Explained) -> ExerciseReport:
        file = self._submission.units[case.exercise.unit]
        function = file.functions.get(case.exercise.name)
        key, explanation, true = explained.key, explained.explanation, explained.true

        def write() -> ExerciseReport:
            return write_report(case, explanation, explanation.diagnosis(true), self._reference)

        visible = case.visible_answers
        return replace(
            self._judgements.recall(key and ("report", *key, *true), write),
            file=file.shown,
            line=function.line if function else None,
            seconds=round(sum(answer.seconds for answer in visible), 2),
            output="".join(answer.output for answer in visible)[:MAX_OUTPUT],
        )

    def _report_without_answers(self, case: Case, collected: Collected) -> ExerciseReport:
        file = self._submission.units[case.exercise.unit]
        function = file.functions.get(case.exercise.name)
        todo = function is not None and function.todo
        why = "" if todo else why_absent(self._submission, self._reference.course, case.exercise, collected)
        report = report_without_answers(case, "todo" if todo else "error", why)
        return replace(report, file=file.shown, line=function.line if function else None)

    def _is_written(self, exercise: Exercise) -> bool:
        """Whether there is a function to call that is more than its stub, or may be, as far as the text tells."""
        functions = self._submission.units[exercise.unit].functions
        function = functions.get(exercise.name, functions.get("*"))
        return function is not None and not function.todo

    def _is_there(self, exercise: Exercise, collected: Collected) -> bool:
        """Whether it is written, and was also found where the text does not tell."""
        if exercise.name in self._submission.units[exercise.unit].functions or not self._is_written(exercise):
            return self._is_written(exercise)
        answers = (one for check in self._reference.checks(exercise) for one in collected.answers.get(check.name, ()))
        return any(one.raised is None or one.raised.type_name != MISSING for one in answers)
