"""Write the points of a notebook to the gradebook in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import BaseCell, Comment, Grade, Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_task

from grader.nbgrader_plugin.grading import SCORES, Score


@dataclass(frozen=True)
class Found:
    """What the gradebook gets from a graded notebook.

    Attributes:
        scores: by the name of the cell.
        unanswered: cells that are as they were handed out.
    """

    scores: Mapping[str, Score]
    unanswered: frozenset[str]


class SaveGrades(NbGraderPreprocessor):
    """The step that saves, instead of nbgrader's `SaveAutoGrades`."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Save the scores of a notebook."""
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            saved = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
            save(gradebook, saved, found_in(nb, resources[SCORES]))
            gradebook.db.commit()
        return nb, resources


def found_in(nb: NotebookNode, scores: Mapping[str, Score]) -> Found:
    """What the gradebook gets from a notebook, given the scores of its test cells."""
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in nb.cells if cell.metadata.get("nbgrader")}
    found = {name: _by_response(cell) for name, cell in cells.items() if is_grade(cell)}
    found |= scores
    waits = {name for name, score in found.items() if score.review}
    unanswered = {name for name, cell in cells.items() if _is_untouched(cell) and not is_task(cell)}
    return Found(found, frozenset(unanswered - waits))


def _by_response(cell: NotebookNode) -> Score:
    """0 if no answer was given; any other answer waits for a person."""
    points, _ = determine_grade(cell)
    return Score(points, review=points is None)


def _is_untouched(cell: NotebookNode) -> bool:
    return bool(cell.metadata.nbgrader.get("checksum") == compute_checksum(cell))


def save(gradebook: Gradebook, saved: Any, found: Found) -> None:
    """Write what was found to a submitted notebook of the gradebook; the caller commits.

    As with nbgrader's own step, a score or comment that a person gave stays. What could not be graded has no score and
    is marked for a person; nbgrader's own step would write 0.
    """
    for grade, name in _of(gradebook, Grade, saved):
        score = found.scores.get(name, Score(None))
        grade.auto_score = score.points
        grade.needs_manual_grade = score.review or score.points is None or grade.manual_score is not None
    for comment, name in _of(gradebook, Comment, saved):
        comment.auto_comment = "No response." if name in found.unanswered else None


def _of(gradebook: Gradebook, kind: Any, saved: Any) -> list[Any]:
    """The grades or comments of a notebook with the names of their cells, in one query."""
    found = gradebook.db.query(kind, BaseCell.name).join(BaseCell, BaseCell.id == kind.cell_id)
    return list(found.filter(kind.notebook_id == saved.id))
