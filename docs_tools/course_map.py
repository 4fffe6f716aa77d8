"""The course as the page's scripts know it: its units and exercises in order, and which of them need which."""

from __future__ import annotations

import json

from grader.course.syllabus import load_course


def course_script() -> str:
    """A script that sets `workbook.course`, for `docs/assets/js/workbook/`."""
    units = [
        {
            "name": unit.name,
            "title": unit.title,
            "exercises": [{"name": one.name, "title": one.title, "needs": one.needs} for one in unit.exercises],
        }
        for unit in load_course().units
    ]
    return f"window.workbook = {{ course: {json.dumps(units, ensure_ascii=False, separators=(',', ':'))} }};\n"
