"""A report as GitHub Actions reads it: lines marked, a summary, and no way for a text to become a command."""

import json
import re
from html.parser import HTMLParser

import markdown
import pytest
from helpers import ROOT, write_submission

from grader.protocol.text import clean
from grader.render import github
from grader.render.github import command, commands, summary

HOSTILE = [
    "x\n::error::owned",
    "x\r\n::add-mask::pass",
    "x\r::debug::owned",
    "x%0A::error::owned",
    "::stop-commands::off",
    "##[add-path]/tmp/evil",
    "x\u2028::error::owned\x85::error::owned\x0b::error::owned",
    "a,line=1,title=owned::b",
    "a:b,c=d",
    "100% of 50%25",
    "| a | b |\n|--|--|\n| c | d |",
    "<script>alert(1)</script> <!-- [x](javascript:alert(1)) `code` $math$ **bold** &amp; ![i](https://example.org/i.png)",
]


NOTHING_FAILED = """{"problems": [], "submission": "exercises", "exercises": [{"unit": "functions", "name": "square",
    "file": "functions.py", "line": 1, "verdict": "wrong", "diagnosis": null, "follow_through": null,
    "blocked_by": null, "given": [], "remarks": [], "checks": []}]}"""


def run_log(text):
    """The commands that a runner finds in what a step printed, with their properties and message as it reads them."""
    found = []
    for line in re.split(r"\r\n|\r|\n", text):
        new = re.fullmatch(r"\s*::([a-z-]+) ?(.*?)::(.*)", line)
        assert new or "##[" not in line, "a command in the old way may stand anywhere in a line"
        if new:
            places = [place.partition("=") for place in new[2].split(",")]
            found.append((new[1], {key: unescaped(value) for key, _, value in places}, unescaped(new[3])))
    return found


def unescaped(text):
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def report_with(text):
    """A report in which everything that a student may have written is this text."""
    check = {"name": "a", "sentence": text, "hidden": False, "verdict": "wrong", "message": text}
    exercise = {
        "unit": "functions", "name": "square", "file": text, "line": 3, "verdict": "wrong", "points": 0,
        "max_points": 2, "remarks": [text], "diagnosis": {"message": text}, "follow_through": None, "blocked_by": None,
        "given": [], "checks": [check],
    }  # fmt: skip
    return {
        "submission": text,
        "problems": [{"file": text, "line": 1, "message": text}],
        "totals": {"points": 0, "max_points": 2},
        "exercises": [exercise],
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_the_message_that_it_is(text):
    ((name, places, message),) = run_log(command("error", text, file=text, line=7, title=text))
    plain = clean(text)
    assert (name, places, message) == ("error", {"file": plain, "line": "7", "title": plain}, plain)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_report_gives_its_own_commands_and_no_others(text):
    log = "\n".join(commands(report_with(text)))
    assert [name for name, _, _ in run_log(log)] == ["error", "error"]
    assert len(log.splitlines()) == 2


class Text(HTMLParser):
    """The tags of a page, and what it says."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.said = set(), ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name != "style"]

    def handle_data(self, data):
        self.said += data


@pytest.mark.parametrize("text", HOSTILE)
def test_a_summary_shows_texts_as_texts(text):
    page = Text(markdown.markdown(summary(report_with(text)), extensions=["tables"]))
    assert page.tags == {"h3", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "p"}
    plain = clean(text)
    assert " ".join(plain.split()) in page.said, "of a file's problem all is shown"
    assert page.said.count(plain.partition("\n")[0].strip()) > 1, "of an exercise the first line"


def test_exercises_that_do_not_pass_are_marked_at_their_line(grading, tmp_path):
    wrong = "def relu(x):\n    return x\n\n\ndef square(x):\n    return x * 2\n"
    report = grading(write_submission(tmp_path / "exercises", "stubs", functions=wrong), "functions", visible_only=True)
    found = {
        places["title"].partition(",")[0]: (name, places, text)
        for name, places, text in run_log("\n".join(commands(report.json)))
    }
    name, places, text = found["square"]
    assert (name, places["line"]) == ("error", "5")
    assert places["file"] == str(tmp_path / "exercises" / "functions.py")
    assert text.startswith(report.exercises["square"]["diagnosis"]["message"])
    assert text.endswith("Next: uv run grader hint square")
    assert found["leaky_relu"][2].endswith("Next: uv run grader check leaky_relu"), "it is missing"
    assert report.exercises["square"]["checks"][0]["message"] in text
    assert set(found) == {name for name, verdict in report.verdicts.items() if verdict not in ("pass", "todo")}


def test_a_file_that_cannot_be_used_is_told_once(grading, tmp_path):
    folder = write_submission(tmp_path / "exercises", "stubs", functions="def square(x:\n")
    report = grading(folder, "functions", visible_only=True)
    ((name, places, text),) = run_log("\n".join(commands(report.json)))
    assert (name, places["file"], places["line"]) == ("error", f"{folder}/functions.py", "1")
    assert "syntax error" in text


def test_what_is_right_above_a_mistake_is_a_notice(grading):
    report = grading(ROOT / "tests" / "submissions" / "bad" / "follows_through")
    right = {exercise["name"] for exercise in report.json["exercises"] if exercise["follow_through"]}
    notices = {
        places["title"]: text for name, places, text in run_log("\n".join(commands(report.json))) if name == "notice"
    }
    assert set(notices) == right
    assert right
    assert all("mend" in text for text in notices.values())


def test_what_is_said_of_earlier_exercises_stands_before_the_numbers():
    report = report_with("the numbers")
    report["problems"] = []
    (exercise,) = report["exercises"]
    exercise["diagnosis"] = None

    def said():
        ((_, _, text),) = run_log("\n".join(commands(report)))
        return text.split("\n")[:2]

    assert said()[0] == "the numbers"
    exercise["given"] = ["deriv"]
    assert said() == ["Your deriv is not right yet, so this was judged with a right one.", "the numbers"]
    exercise["blocked_by"] = "square"
    assert said() == ["It leans on square, which is not right yet; fix that first.", "the numbers"]


def test_a_broken_check_is_a_warning():
    report = report_with("x")
    report["problems"] = []
    report["exercises"][0]["verdict"] = report["exercises"][0]["checks"][0]["verdict"] = "broken"
    assert [name for name, _, _ in run_log("\n".join(commands(report)))] == ["warning"]


@pytest.mark.parametrize("content", [None, "{", "[]", '{"problems": []}', "\xff", NOTHING_FAILED])
def test_no_report(tmp_path, capsys, content):
    path = tmp_path / "report.json"
    if content is not None:
        path.write_text(content, encoding="latin-1")
    assert github.main(path) == 2
    ((name, _, text),) = run_log(capsys.readouterr().out)
    assert name == "error"
    assert text.startswith("There is no report")


def test_summaries_are_added_to_those_of_other_steps(grading, tmp_path, monkeypatch, capsys):
    report = grading(ROOT / "solutions", "functions")
    (tmp_path / "report.json").write_text(json.dumps(report.json), encoding="utf-8")
    (tmp_path / "summary.md").write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    assert github.main(tmp_path / "report.json") == 0
    text = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert text.startswith("before\n### ")
    assert all(exercise["name"].replace("_", "&#95;") in text for exercise in report.json["exercises"])
    assert capsys.readouterr().out == ""
