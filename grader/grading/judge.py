"""Judge a submission: from answers to verdicts, points and a report."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from grader.course import reference
from grader.course.reference import Misconception
from grader.course.syllabus import Course, Exercise
from grader.grading.cache import Judgement, JudgementCache
from grader.grading.diagnose import explained_by, matching, unambiguous
from grader.grading.messages import hidden_message, import_message, visible_message
from grader.grading.patterns import Pair, find_pattern
from grader.grading.report import BY_SEVERITY, CheckReport, Diagnosis, ExerciseReport, Verdict
from grader.grading.verdict import JudgedCheck, judge_check, only_raises
from grader.protocol.answer import Answer
from grader.protocol.check import Check
from grader.sandbox.collect import Collected
from grader.submission.functions import Function
from grader.submission.source import Submission, nearest, used_exercises

MAX_OUTPUT = 1_000


class Judge:
    """Judges the exercises of one submission in the order of the course: later ones depend on earlier ones.

    Args:
        submission: what was handed in.
        course: the course.
        collected: its answers.
        seed: seed of the hidden inputs.
        instructor: whether the diagnosis may use hidden checks.
        judgements: those on other submissions, judged with the same seed and the same `instructor`.
    """

    def __init__(
        self,
        submission: Submission,
        course: Course,
        collected: Collected,
        seed: int,
        *,
        instructor: bool = False,
        judgements: JudgementCache | None = None,
    ) -> None:
        self._submission, self._course, self._collected = submission, course, collected
        self._seed, self._instructor = seed, instructor
        self._judgements = judgements
        self._verdicts: dict[str, Verdict] = {}
        self._matching: dict[str, tuple[Misconception, ...]] = {}

    def judge(self, exercise: Exercise, checks: Sequence[Check]) -> ExerciseReport:
        """Judge one exercise."""
        file = self._submission.units[exercise.unit]
        function = file.functions.get(exercise.name)
        if function is not None and function.todo:
            return self._without_answers(exercise, checks, "todo", "")
        if function is None or exercise.unit in self._collected.unloaded:
            return self._without_answers(exercise, checks, "error", self._why_absent(exercise))
        key = self._key(exercise, checks)
        judgement = self._judgements.find(key) if self._judgements else None
        if judgement is None:
            judgement = self._judge_checks(exercise, checks)
            if self._judgements:
                self._judgements.keep(key, judgement)
        self._verdicts[exercise.name] = "wrong" if judgement.follow_through else judgement.verdict
        self._matching[exercise.name] = judgement.matching
        return self._report(exercise, function, judgement, checks)

    def _key(self, exercise: Exercise, checks: Sequence[Check]) -> tuple[object, ...] | None:
        """All that a judgement depends on; None if the answers to a check are not complete."""
        prints = [self._collected.fingerprints.get(check.name) for check in checks]
        if None in prints:
            return None
        used = [(name, *(one.slug for one in self._matching.get(name, ()))) for name in self._used(exercise)]
        return (exercise.name, *prints, *used)

    def _judge_checks(self, exercise: Exercise, checks: Sequence[Check]) -> Judgement:
        judged = [judge_check(check, self._collected.answers.get(check.name, ()), self._seed) for check in checks]
        if all(one.verdict == "pass" for one in judged):
            return self._judgement(judged)
        sound = all(one.verdict != "broken" for one in judged)
        if sound and (given := self._follow_through(exercise, checks)) is not None:
            return self._judgement([JudgedCheck(check, "pass") for check in checks])._replace(follow_through=given)
        diagnosis, blocked_by, found = self._diagnose(exercise, judged)
        return self._judgement(judged)._replace(diagnosis=diagnosis, blocked_by=blocked_by, matching=tuple(found))

    def _used(self, exercise: Exercise) -> list[str]:
        """The earlier exercises that a student's function uses and that do not pass, the nearest first."""
        failed = [name for name, verdict in self._verdicts.items() if verdict not in ("pass", "broken")]
        names = used_exercises(self._submission, self._course, [exercise.name]) if failed else ()
        return [name for name in reversed(failed) if name in names]

    def _follow_through(self, exercise: Exercise, checks: Sequence[Check]) -> str | None:
        """The earlier exercise whose mistake explains all answers of this one, if there is one."""
        for earlier_mistakes in self._earlier_mistakes(exercise):
            if explained_by(exercise, self._collected.answers, checks, self._seed, earlier_mistakes):
                return earlier_mistakes[0].exercise
        return None

    def _earlier_mistakes(self, exercise: Exercise) -> Iterable[tuple[Misconception, ...]]:
        """The combinations of mistakes that earlier exercises may have."""
        known = [self._matching[name][:3] for name in self._used(exercise) if self._matching.get(name)]
        return itertools.islice(itertools.product(*known), 9) if known else ()

    def _diagnose(
        self, exercise: Exercise, judged: Sequence[JudgedCheck]
    ) -> tuple[Diagnosis | None, str | None, list[Misconception]]:
        """The diagnosis, or the earlier exercise that the failure comes from, and the matching misconceptions."""
        sound = [one for one in judged if one.verdict != "broken"]
        looked_at = [one.check for one in sound if self._instructor or not one.check.hidden]
        answers, seed = self._collected.answers, self._seed
        if all(one.verdict == "pass" for one in judged if one.check in looked_at):
            return None, None, []
        found: list[Misconception] = []
        for earlier_mistakes in self._earlier_mistakes(exercise):
            found = found or matching(exercise, answers, looked_at, seed, earlier_mistakes)
            if not found and explained_by(exercise, answers, looked_at, seed, earlier_mistakes, values_only=True):
                return None, earlier_mistakes[0].exercise, []
        found = found or matching(exercise, answers, looked_at, seed)
        if (diagnosis := unambiguous(found)) is not None:
            return diagnosis, None, found
        if used := self._used(exercise):
            raised_in = self._raised_in(judged)
            return None, raised_in if raised_in in used else used[0], found
        return None if found else find_pattern(exercise, self._pairs(sound)), None, found

    def _pairs(self, judged: Sequence[JudgedCheck]) -> list[Pair]:
        """The visible calls with the student's answers and the expected ones."""
        return [
            Pair(one.check, index, *three)
            for one in judged
            if not one.check.hidden
            for index, three in enumerate(
                zip(
                    reference.calls_of(one.check, self._seed),
                    self._collected.answers[one.check.name],
                    reference.swapped().answers(one.check, self._seed),
                    strict=False,
                )
            )
        ]

    def _raised_in(self, judged: Sequence[JudgedCheck]) -> str | None:
        """The function in which a visible check's error was raised."""
        for one in judged:
            if not one.check.hidden and one.verdict == "error":
                raised = self._collected.answers[one.check.name][one.at].raised
                return self._blamed(raised.function, raised.message) if raised else None
        return None

    def _blamed(self, function: str, message: str) -> str:
        """The exercise that an error comes from; if a function is missing, the message begins with its name."""
        first = message.split(" ", 1)[0]
        return first if "is not there" in message else function

    def _without_answers(
        self, exercise: Exercise, checks: Sequence[Check], verdict: Verdict, message: str
    ) -> ExerciseReport:
        self._verdicts[exercise.name] = verdict
        file = self._submission.units[exercise.unit]
        function = file.functions.get(exercise.name)
        reports = [
            CheckReport(c.name, c.sentence, c.hidden, verdict, 0.0, c.points, message if i == 0 else "")
            for i, c in enumerate(checks)
        ]
        line = function.line if function else None
        most = sum(check.points for check in checks)
        return ExerciseReport(
            exercise.unit, exercise.name, file.shown, line, verdict, 0.0, most, 0.0, [], None, None, None, "", reports
        )

    def _why_absent(self, exercise: Exercise) -> str:
        file = self._submission.units[exercise.unit]
        raised = self._collected.unloaded.get(exercise.unit)
        if file.problem is not None:
            at = f", line {file.problem.line}" if file.problem.line else ""
            return f"{exercise.unit}.py{at}: {file.problem.message}."
        if exercise.name not in file.functions:
            taken = [e.name for e in self._course.unit(exercise.unit).exercises]
            near = nearest(exercise.name, file, taken)
            meant = f" There is {near}: was it renamed?" if near else f" grader reset {exercise.name} brings its stub."
            return f"{exercise.unit}.py does not define {exercise.name}.{meant}"
        if raised is not None:
            text = import_message(raised, {*self._submission.units, *self._submission.helpers}, at_line=True)
            return f"{exercise.unit}.py does not import: {text}"
        return f"{exercise.unit}.py could not be loaded."

    def _judgement(self, judged: Sequence[JudgedCheck]) -> Judgement:
        """The verdict, the points and the messages that judged checks come to."""
        verdict = next(v for v in BY_SEVERITY if any(one.verdict == v for one in judged) or v == "pass")
        hidden = [one for one in judged if one.check.hidden]
        telling = [one for one in hidden if not only_raises(one, self._seed)] or hidden
        earns = not hidden or any(one.verdict in ("pass", "broken") for one in telling)
        visible = self._visible_answers([one.check for one in judged])
        return Judgement(verdict, [self._check_report(one, earns=earns) for one in judged], _remarks(visible))

    def _visible_answers(self, checks: Iterable[Check]) -> list[Answer]:
        return [
            answer for check in checks if not check.hidden for answer in self._collected.answers.get(check.name, ())
        ]

    def _report(
        self, exercise: Exercise, function: Function, judgement: Judgement, checks: Sequence[Check]
    ) -> ExerciseReport:
        visible = self._visible_answers(checks)
        return ExerciseReport(
            exercise.unit,
            exercise.name,
            self._submission.units[exercise.unit].shown,
            function.line,
            judgement.verdict,
            sum(report.points for report in judgement.checks),
            sum(report.max_points for report in judgement.checks),
            round(sum(answer.seconds for answer in visible), 2),
            judgement.remarks,
            judgement.diagnosis,
            judgement.follow_through,
            judgement.blocked_by,
            "".join(answer.output for answer in visible)[:MAX_OUTPUT],
            judgement.checks,
        )

    def _check_report(self, one: JudgedCheck, *, earns: bool) -> CheckReport:
        check = one.check
        earned = check.points if one.verdict == "broken" or (one.verdict == "pass" and earns) else 0.0
        return CheckReport(
            check.name, check.sentence, check.hidden, one.verdict, earned, check.points, self._message(one, earns=earns)
        )

    def _message(self, one: JudgedCheck, *, earns: bool) -> str:
        if one.verdict == "pass":
            return "" if earns else "Right here, but it earns nothing until a hidden check of its numbers passes too."
        if one.verdict == "broken":
            return "This check could not be run. That is our failure, not yours; it costs you nothing."
        if one.check.hidden or one.difference is None:
            return hidden_message(one.check, one.verdict)
        call = reference.calls_of(one.check, self._seed)[one.at]
        yours = self._collected.answers[one.check.name][one.at]
        expected = reference.swapped().answers(one.check, self._seed)[one.at]
        signature = reference.signature(one.check.exercise)
        return visible_message(one.check, call, yours, expected, one.difference, signature)


def _remarks(answers: Iterable[Answer]) -> list[str]:
    """Warnings, in words for a person."""
    said = dict.fromkeys(text for answer in answers for text in answer.warnings)
    return [f"Python warned: {text}. It costs nothing, but look at why." for text in said]
