"""A report as JUnit XML, for services that display test results."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from grader.grading.report import CheckReport, Report

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(report: Report) -> str:
    """The XML text: a suite for each exercise, a case for each check.

    Only the visible calls of an exercise are timed, all together: each of its visible checks has an equal part.
    """
    total = sum(exercise.seconds for exercise in report.exercises)
    root = ET.Element("testsuites", name="grader", time=f"{total:.3f}")
    for exercise in report.exercises:
        name = f"{exercise.unit}.{exercise.name}"
        place = {"file": _NOT_XML.sub("?", exercise.file)} | ({"line": str(exercise.line)} if exercise.line else {})
        suite = ET.SubElement(root, "testsuite", name=name, time=f"{exercise.seconds:.3f}", file=place["file"])
        visible = sum(not check.hidden for check in exercise.checks)
        for check in exercise.checks:
            seconds = 0.0 if check.hidden else exercise.seconds / visible
            about = {"classname": name, "name": check.name, "time": f"{seconds:.3f}"}
            case = ET.SubElement(suite, "testcase", about | place)
            if check.verdict != "pass":
                _add_outcome(case, check)
        suite.set("tests", str(len(exercise.checks)))
        suite.set("skipped", str(sum(check.verdict == "todo" for check in exercise.checks)))
        suite.set("failures", str(sum(check.verdict in ("wrong", "timeout") for check in exercise.checks)))
        suite.set("errors", str(sum(check.verdict in ("error", "broken") for check in exercise.checks)))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _add_outcome(case: ET.Element, check: CheckReport) -> None:
    tag = {"todo": "skipped", "error": "error", "broken": "error"}.get(check.verdict, "failure")
    outcome = ET.SubElement(case, tag, message=_NOT_XML.sub("?", f"{check.verdict}: {check.sentence}"))
    outcome.text = _NOT_XML.sub("?", check.message) or None
