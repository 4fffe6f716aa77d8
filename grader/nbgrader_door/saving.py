"""Write the points to the gradebook, all of a notebook's at once."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.api import BaseCell, Comment, Grade, Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_task

from grader.nbgrader_door.grading import SCORES, Score


class SaveGrades(NbGraderPreprocessor):
    """The step that saves, in the place of nbgrader's `SaveAutoGrades`.

    As there, a score that a person gave stays, and so does a comment. What could not be graded has no score and is
    marked for a person; nbgrader's own step knows only 0.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Save the scores of a notebook."""
        about = resources["nbgrader"]
        scores: dict[str, Score] = resources[SCORES]
        cells = {cell.metadata.nbgrader.grade_id: cell for cell in nb.cells if cell.metadata.get("nbgrader")}
        with Gradebook(about["db_url"]) as gradebook:
            saved = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
            for grade, name in _of(gradebook, Grade, saved):
                score = _score(name, cells.get(name), scores)
                grade.auto_score = score.points
                grade.needs_manual_grade = score.review or score.points is None or grade.manual_score is not None
            for comment, name in _of(gradebook, Comment, saved):
                cell = cells.get(name)
                untouched = cell is not None and cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
                comment.auto_comment = "No response." if untouched and not is_task(cell) else None
            gradebook.db.commit()
        return nb, resources


def _of(gradebook: Gradebook, kind: Any, saved: Any) -> list[Any]:
    """The grades or comments of a notebook with the names of their cells, in one query."""
    found = gradebook.db.query(kind, BaseCell.name).join(BaseCell, BaseCell.id == kind.cell_id)
    return list(found.filter(kind.notebook_id == saved.id))


def _score(name: str, cell: NotebookNode | None, scores: dict[str, Score]) -> Score:
    if name in scores:
        return scores[name]
    if cell is None or not is_grade(cell):
        return Score(None, review=True)
    points, _ = determine_grade(cell)
    return Score(points, review=points is None)
