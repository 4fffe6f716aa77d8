"""Due dates, extensions and what lateness costs, from a file for each assignment: `late/ASSIGNMENT.toml`.

The file is that of `grader batch --late` (see `grader.late`). The due time and the extensions are written to the
gradebook, where formgrader and the exports read them. Without a file, all is as the gradebook and nbgrader's own
`LateSubmissionPlugin` have it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import AssignLatePenalties
from traitlets import Unicode

from grader.errors import UsageError
from grader.late import LatePolicy, read_policy
from grader.protocol.text import one_line

FOLDER = "late"
NO_DUE = (
    "{path}: no due time. Write one, or let the gradebook have it: nbgrader db assignment add {name} --duedate TIME"
)


def policy_of(folder: Path, assignment: str) -> LatePolicy | None:
    """The policy for an assignment; None if there is no file.

    Raises:
        UsageError: if the file says something else.
    """
    path = folder / f"{assignment}.toml"
    return read_policy(path, due_elsewhere=True) if path.exists() else None


def require_due(policy: LatePolicy, due: dt.datetime | None, assignment: str) -> None:
    """Refuse a policy by which each day costs something, where neither it nor the gradebook has a due time.

    Args:
        policy: the policy.
        due: the due time in the gradebook.
        assignment: the assignment.

    Raises:
        UsageError: if there is none.
    """
    if policy.per_day and policy.due is None and due is None:
        raise _no_due(assignment)


def nobodys_extensions(policy: LatePolicy, students: Container[str], assignment: str) -> list[str]:
    """A sentence for each extension that has no effect, since no student is called so.

    Args:
        policy: the policy.
        students: the students, as nbgrader has them.
        assignment: the assignment.
    """
    why = "has no effect: nobody in the gradebook or in submitted/ is called so."
    path = f"{FOLDER}/{assignment}.toml"
    return [f"{path}: the extension of {one_line(who)} {why}" for who in policy.extensions if who not in students]


def note_due(policy: LatePolicy, gradebook: Gradebook, assignment: str, student: str) -> None:
    """Write an assignment's due time and a student's extension to the gradebook; the caller commits.

    Raises:
        UsageError: if an extension or a day's cost needs a due time, and there is none.
    """
    submission = gradebook.find_submission(assignment, student)
    if policy.due is not None:
        submission.assignment.duedate = _naive(policy.due, policy)
    extension, due = policy.extensions.get(student), submission.assignment.duedate
    require_due(policy, due, assignment)
    if extension is not None and due is None:
        raise _no_due(assignment)
    if isinstance(extension, dt.datetime):
        submission.extension = _naive(extension, policy) - due
    elif extension is not None:
        submission.extension = dt.timedelta(days=extension)
    elif policy.due is not None:  # the file knows of no extension
        submission.extension = None


def _no_due(assignment: str) -> UsageError:
    return UsageError(NO_DUE.format(path=f"{FOLDER}/{assignment}.toml", name=assignment))


def _naive(time: dt.datetime, policy: LatePolicy) -> dt.datetime:
    """A time as the gradebook has it, in UTC; one without a zone is in that of the due time."""
    zone = time.tzinfo or (policy.due.tzinfo if policy.due else None) or dt.UTC
    return (time if time.tzinfo else time.replace(tzinfo=zone)).astimezone(dt.UTC).replace(tzinfo=None)


class LatePolicyPlugin(LateSubmissionPlugin):
    """What lateness costs by a policy."""

    policy: LatePolicy | None = None

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """What lateness costs, in points.

        Args:
            student_id: whose it is.
            score: what was earned.
            total_seconds_late: how late it was, after extensions.
        """
        if self.policy is None:
            return super().late_submission_penalty(student_id, score, total_seconds_late)
        return self.policy.penalty(score, total_seconds_late)


class Lateness(AssignLatePenalties):
    """The step that notes due times and takes penalties, instead of nbgrader's `AssignLatePenalties`."""

    folder = Unicode(FOLDER, help="Folder with a file ASSIGNMENT.toml for each assignment.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Note when a notebook was due, and take the penalty."""
        about = resources["nbgrader"]
        self._policy = policy_of(Path(self.folder), about["assignment"])
        if self._policy is not None:
            with Gradebook(about["db_url"]) as gradebook:
                note_due(self._policy, gradebook, about["assignment"], about["student"])
                gradebook.db.commit()
        return super().preprocess(nb, resources)

    def init_plugin(self) -> None:
        """Make the plug-in that is configured, or that of the policy."""
        if self._policy is None:
            super().init_plugin()
        else:
            self.plugin_inst = LatePolicyPlugin(parent=self)
            self.plugin_inst.policy = self._policy
