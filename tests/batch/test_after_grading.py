"""What is written after grading: each wrong answer once, comments, feedback, tables, what changed, lateness."""

import contextlib
import csv
import io
import itertools
import json
import re
import tomllib
import zipfile
from argparse import Namespace
from html.parser import HTMLParser

import numpy as np
import pytest

from grader.batch import outputs as outputs_module
from grader.batch.feedback import make_feedback
from grader.batch.lateness import count_lateness
from grader.batch.outputs import Outputs
from grader.course.syllabus import load_course
from grader.errors import UsageError
from grader.graded_class.comments import read_comments, write_comments
from grader.graded_class.compare import changes_table, compare, compare_with, require_batch
from grader.graded_class.grades import BOM
from grader.graded_class.items import items_of, to_teach
from grader.graded_class.records import WrongAnswer, absent_student, read_class
from grader.graded_class.sources import cut
from grader.graded_class.way_back import way_back
from grader.grading.answer_key import key_of_answers, key_of_message
from grader.late import LatePolicy, read_policy, read_time
from grader.protocol.answer import Answer
from grader.protocol.raised import Raised
from grader.submission.lms.layouts import NUMBERED

EVIL = '</pre></textarea><script>alert("x")</script>"\'\\ \n[table]\n"""'


def check(name, verdict="pass", points=1.0, hidden=False, message=""):
    earned = points if verdict == "pass" else 0.0
    return {
        "name": name, "sentence": f"it holds for {name}", "hidden": hidden, "verdict": verdict, "points": earned,
        "max_points": points, "message": message or ("" if verdict == "pass" else f"{name} differs"),
    }  # fmt: skip


def exercise(name, verdict="pass", answer="", slug=None, message="", **more):
    checks = [check("seen", verdict, message=message), check("secret", verdict, 2.0, hidden=True)]
    said = {"misconception": slug, "pattern": None, "message": f"You did {slug}."} if slug else None
    return {
        "unit": "functions", "name": name, "file": "functions.py", "line": 1, "verdict": verdict,
        "points": sum(one["points"] for one in checks), "max_points": 3.0, "seconds": 0.0, "remarks": [],
        "diagnosis": said, "follow_through": None, "blocked_by": None, "given": [], "output": "", "answer": answer,
        "checks": checks, **more,
    }  # fmt: skip


def report(student, *exercises, entries=(), time="", reason=None, sources=None, flags=()):
    verdicts = [one["verdict"] for one in exercises]
    counts = {name: verdicts.count(name) for name in ("pass", "wrong", "todo", "error", "timeout", "broken")}
    points = {key: sum(one[key] for one in exercises) for key in ("points", "max_points")}
    handed = {"id": "", "login": "", "mail": "", "late": False, "time": time, "notes": [], "files": {}}
    return {
        "student": student, "submission": f"class/{student}", "flags": list(flags), "graded": reason is None,
        "reason": reason, "problems": [], "totals": points | counts, "exercises": list(exercises),
        "handed_in": handed | {"entries": list(entries)}, "sources": sources or {},
    }  # fmt: skip


@pytest.fixture
def some():
    """A class in which one mistake is named, and one is not."""
    return [
        report("cem", exercise("square", "wrong", "k1", "doubles"), exercise("relu", "todo"), sources={"square": "c"}),
        report("ada", exercise("square"), exercise("relu", "wrong", "k2", message="x  yours\n1  <b>2</b>")),
        report(
            "ben",
            exercise("square", "wrong", "k9", "doubles"),
            exercise("relu", "wrong", "k2"),
            sources={"square": EVIL},
        ),
        report("dan", exercise("square", "todo"), exercise("relu", "todo")),
        report("=eve <b>", reason="it is empty", flags=["not graded"]),
    ]


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A function that writes what a batch writes of some reports; gives its folder."""
    monkeypatch.setattr(outputs_module, "ROOT", tmp_path)
    numbers = itertools.count()

    def write(reports, **options):
        out = tmp_path / f"out{next(numbers)}"
        out.mkdir()
        (out / "results.jsonl").write_text("".join(json.dumps(one) + "\n" for one in reports), encoding="utf-8")
        (out / "batch.json").write_text(json.dumps({"seed": 0, "code": str(options.pop("code", 0))}))
        asked = {"out": out, "compare": None, "late": None, "feedback": True, "quiet": False, "plain": True}
        asked["resume"] = False
        Outputs(Namespace(**asked | options), load_course()).write(["notes.txt is no folder"])
        return out

    return write


def rows(path):
    text = path.read_bytes().decode()
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM))))


class Page(HTMLParser):
    """What a browser finds in a page."""

    def __init__(self, path):
        super().__init__()
        self.ids, self.links, self.tags, self.fields, self.download = [], [], [], [], ""
        self._text = None
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        self.tags.append(tag)
        self.ids += [about["id"]] if "id" in about else []
        self.links += [about["href"]] if about.get("href", "").startswith("#") else []
        self.download = about["href"] if "download" in about else self.download
        if tag == "textarea":
            self.fields.append((about["data-exercise"], about["data-key"]))


# --- each wrong answer once


def answers(*values):
    return [Answer(value=value) for value in values]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (np.array([1.0, 2.0]), np.array([1.0000000001, 2.0]), True),
        (np.array([1.0, 2.0]), np.array([1.0001, 2.0]), False),
        (np.array([1.0, 1e-17]), np.array([1.0, -3e-18]), True),
        (np.array([1e-20]), np.array([2e-20]), False),
        (np.array([1.0], np.float32), np.array([1.0]), True),
        (np.array([1]), np.array([1.0]), False),
        (np.array([1.0]), np.array([[1.0]]), False),
        (np.array([-0.0]), np.array([0.0]), True),
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf]), True),
        (np.array([np.inf]), np.array([-np.inf]), False),
        (1.0, np.float64(1.0), True),
        (1 + 1j, np.complex128(1 + 1.0000000001j), True),
        ([1.0, {"a": 2.0}], [1.0, {"a": 2.00000000001}], True),
        ((1.0,), [1.0], False),
        (None, 0, False),
        (True, 1, False),
        (np.zeros((0, 3)), np.zeros((3, 0)), False),
    ],
)
def test_answers_are_the_same_to_six_digits(one, two, same):
    assert (key_of_answers(answers(one)) == key_of_answers(answers(two))) == same


def test_errors_are_the_same_but_for_lines_and_addresses():
    def raised(message, line, name="ValueError"):
        return key_of_answers([Answer(raised=Raised(name, (name,), message, line))])

    assert raised("at 0x7f00aa of line 3", 3) == raised("at 0x10 of line 14", 14)
    assert raised("this", 3) != raised("that", 3)
    assert raised("this", 3) != raised("this", 3, "TypeError")
    assert key_of_answers([Answer(timed_out=True)]) != key_of_answers([Answer(not_run="no time")])
    assert key_of_message("error", "functions.py, line 3: no") == key_of_message("error", "functions.py, line 4: no")
    assert key_of_message("error", "no") != key_of_message("timeout", "no")


def test_each_wrong_answer_has_one_row_with_its_count_and_the_first_students_source(some):
    for order in itertools.permutations(some):
        found = read_class(order).answers
        assert [(one.exercise, one.key, one.students) for one in found] == [
            ("square", "doubles", ["ben", "cem"]),
            ("relu", "answer-k2", ["ada", "ben"]),
        ]
        assert found[0].source == EVIL, "of ben, the first by name"
        assert found[1].rows == "x  yours\n1  <b>2</b>"


@pytest.mark.parametrize(
    ("source", "line", "text"),
    [
        ("x = 1\ndef f(x):\n    y = x\n\n    return y\n\n\ndef g(): pass\n", 2, "def f(x):\n    y = x\n\n    return y"),
        ("f = lambda x: (\n    x\n)\ny = 2\n", 1, "f = lambda x: (\n    x\n)"),
        ("def f(x):\n# odd\n    return x\n# of the next\ndef g(): pass\n", 1, "def f(x):\n# odd\n    return x"),
        ("def f(x): return x", 1, "def f(x): return x"),
        ("", 1, ""),
    ],
)
def test_a_function_is_cut_out_of_its_file(source, line, text):
    assert cut(source, line) == text


# --- the page


def test_the_page_has_text_of_students_as_text(some, place):
    out = place(some)
    page = Page(out / "report.html")
    assert page.tags.count("script") == 1
    assert "b" in page.tags
    assert "<b>2" not in (out / "report.html").read_text(encoding="utf-8")
    assert "alert(&quot;x&quot;)" in (out / "report.html").read_text(encoding="utf-8")


def test_each_cell_of_the_map_leads_to_words(some, place):
    page = Page(place(some) / "report.html")
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert "#s2-relu" in page.links, "ada is the second by name"


def test_the_map_shows_first_who_has_begun_and_passes_least(some, place):
    text = (place(some) / "report.html").read_text(encoding="utf-8")
    inside = text[text.index('class="map"') : text.index("</table>", text.index('class="map"'))]
    assert re.findall(r'scope="row" title="([^"]+)"', inside) == ["ben", "cem", "ada", "dan", "=eve &lt;b&gt;"]
    assert re.findall(r'aria-label="(\w+: \w+)"', inside)[:2] == ["square: wrong", "relu: wrong"]


def test_two_runs_give_the_same_bytes_in_whatever_order(some, place):
    one, two = place(some), place(some[::-1])
    files = {path.relative_to(one) for path in one.rglob("*") if path.is_file() and path.name != "results.jsonl"}
    assert {"report.html", "items.csv", "canvas.csv"} <= {path.name for path in files}
    assert all((one / path).read_bytes() == (two / path).read_bytes() for path in files)


def test_the_page_is_used_by_keyboard(some, place, chromium, tmp_path):
    """Arrows move in the map, what is said of a cell stands above it, and what is typed in stands in the file."""
    with contextlib.closing(
        chromium.new_context(color_scheme="dark", viewport={"width": 390, "height": 800})
    ) as context:
        page, wrong = context.new_page(), []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text))
        page.goto((place(some) / "report.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == 390, "only tables scroll"
        page.focus(".map td a")
        for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp", "End", "Home", "ArrowDown", "ArrowRight"):
            page.keyboard.press(key)
        assert page.inner_text("#told") == "ada, relu: wrong\nx  yours\n1  <b>2</b>"
        assert page.evaluate("document.querySelectorAll('.map td a[tabindex=\"0\"]').length") == 1
        page.keyboard.press("Enter")
        assert page.wait_for_function("document.querySelector('#s2-relu').checkVisibility()")
        page.locator("textarea:visible").first.fill('a "q" \\ b\nnew\tline </p>')
        with page.expect_download() as download:
            page.click("#comments-file")
        download.value.save_as(tmp_path / download.value.suggested_filename)
        assert set(read_comments(tmp_path / "comments.toml").values()) == {'a "q" \\ b\nnew\tline </p>'}
        assert wrong == []


# --- comments


@pytest.mark.parametrize("text", ["Plain.", EVIL, "\x00\x1f\x7f\u2028", 'ends in \\"', "é 漢 😀", '"""', "a\r\nb\tc"])
def test_comments_survive_their_file(tmp_path, text):
    comments = {("square", "doubles"): text, ("an exercise", "answer-1"): "x", ("square", "other key"): text}
    (tmp_path / "comments.toml").write_bytes(write_comments(comments).encode())
    assert read_comments(tmp_path / "comments.toml") == {key: value.strip() for key, value in comments.items()}


def test_a_line_is_offered_for_each_answer_without_a_comment():
    answer = WrongAnswer(exercise="square", key="doubles", words="", rows="")
    text = write_comments({("relu", "k"): "kept"}, [answer])
    assert '# doubles = ""' in text
    assert tomllib.loads(text) == {"square": {}, "relu": {"k": "kept"}}


@pytest.mark.parametrize("text", ["square = 1", "[square]\ndoubles = 2", "[square", "[a]\n[a]"])
def test_a_file_of_comments_that_is_none_is_refused(tmp_path, text):
    (tmp_path / "comments.toml").write_text(text)
    with pytest.raises(UsageError, match=r"comments\.toml"):
        read_comments(tmp_path / "comments.toml")


def test_a_comment_goes_to_all_who_gave_the_answer_and_to_nobody_else(some, place, tmp_path):
    (tmp_path / "comments.toml").write_text('[square]\ndoubles = "See <page> 12."\n[relu]\nanswer-k2 = "Draw it."\n')
    out = place(some)
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (out / "feedback").iterdir()}
    assert {name for name, page in pages.items() if "See &lt;page&gt; 12." in page} == {"ben", "cem"}
    assert {name for name, page in pages.items() if "Draw it." in page} == {"ada", "ben"}
    assert "See &lt;page&gt; 12." in (out / "report.html").read_text(encoding="utf-8"), "to go on from"


def test_the_page_offers_the_comments_as_a_file(some, place, tmp_path):
    (tmp_path / "comments.toml").write_text('[square]\ngone = "Of last year."\n[old]\nx = "Older."\n')
    page = Page(place(some) / "report.html")
    from urllib.parse import unquote

    told = tomllib.loads(unquote(page.download.partition(",")[2]))
    assert told == {"square": {"gone": "Of last year."}, "relu": {}, "old": {"x": "Older."}}
    assert sorted(page.fields) == [("relu", "answer-k2"), ("square", "doubles"), ("square", "gone")]


# --- feedback


def canvas_reads(name):
    """The student and the file that Canvas finds in a name: the first two whole numbers between underscores."""
    numbers = [part for part in name.split("_") if re.fullmatch(r"\d+", part)]
    return tuple(numbers[:2]) if not name.startswith("._") else None


def moodle_reads(path):
    """The participant that Moodle finds in a path, and the name that the file gets."""
    parts = path.split("/")
    for at, part in enumerate(parts):
        info = part.split("_", 4)
        if len(info) >= 4 and info[1].isdigit() and info[2].startswith("assign") and info[3] == "file":
            return info[1], "/".join([*info[4:], *parts[at + 1 :]]).strip("/")
    return None


def test_canvas_and_moodle_find_the_student_in_each_name():
    names = {
        "doejane_1234_5678_functions.py": ("1234", "5678"),
        "doejane_LATE_1234_5678_functions-1.py": ("1234", "5678"),
        "doe_12x_1234_5678_my_9_file.ipynb": ("1234", "5678"),
    }
    for name, ids in names.items():
        (student,) = read_class([report("x", entries=[name])]).students
        assert canvas_reads(way_back(student).file) == ids, name
        assert way_back(student).file.endswith(".html")
    for name in (
        "Jane Doe_1234_assignsubmission_file_",
        "Jane Doe_1234_assignsubmission_file",
        "Ö_1234_assignsubmission_onlinetext_",
    ):
        (student,) = read_class([report("x", entries=[name])]).students
        assert moodle_reads(way_back(student).file) == ("1234", "feedback.html"), name


def test_the_zips_are_for_the_platform_that_the_class_comes_from(some, place):
    some[0]["handed_in"]["entries"] = ["Cem C_7_assignsubmission_file_"]
    some[1]["handed_in"]["entries"] = ["adaa_21_34_functions.py", "adaa_21_35_chains.py"]
    out = place(some)
    with zipfile.ZipFile(out / "feedback-moodle.zip") as archive:
        assert archive.namelist() == ["Cem C_7_assignsubmission_file_/feedback.html"]
        assert b"You did doubles." in archive.read(archive.namelist()[0])
    with zipfile.ZipFile(out / "feedback-canvas.zip") as archive:
        assert archive.namelist() == ["adaa_21_34_functions.html"]
    assert len(list((out / "feedback").iterdir())) == len(some)


@pytest.mark.parametrize(
    "names", [["A/b", "a_b", "A:B"], ["x" * 250, "x" * 251], ["..", "...", " "], ["é" * 200, "e\u0301"]]
)
def test_every_name_names_a_file_of_its_own(place, names):
    out = place([report(name, exercise("square")) for name in names])
    made = [path.name for path in (out / "feedback").iterdir()]
    assert len({name.casefold() for name in made}) == len(names)
    assert all(len(name.encode()) < 255 and not name.startswith(".") for name in made)


def test_a_page_is_complete_and_tells_nothing_of_others(some, place):
    out = place([*some, report("fay", exercise("square", "wrong", "k1", message=EVIL), exercise("relu"))])
    page = Page(out / "feedback" / "fay.html")
    text = (out / "feedback" / "fay.html").read_text(encoding="utf-8")
    assert not {"script", "img", "link", "textarea"} & set(page.tags)
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    for other in ("ada", "ben", "cem"):
        assert f">{other}<" not in text
    assert "3 of 6 points" in text


# --- tables


def test_tables_for_platforms(some, place):
    some[0]["handed_in"]["entries"] = ["Cem C_7_assignsubmission_file_"]
    some[1]["handed_in"] |= {"entries": ["adaa_21_34_functions.py"], "login": "ada1"}
    out = place(some)
    canvas, moodle = rows(out / "canvas.csv"), rows(out / "moodle.csv")
    assert canvas[0][:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert canvas[1] == ["Points Possible", "", "", "", "", "6"]
    assert ["ada", "21", "", "ada1", "", "3"] in canvas
    assert ["ben", "", "", "ben", "", "0"] in canvas
    by_name = {row[1]: dict(zip(moodle[0], row, strict=True)) for row in moodle[1:]}
    assert by_name["Cem C"]["Identifier"] == "Participant 7"
    assert by_name["Cem C"]["Grade"] == "0"
    assert by_name["'=eve <b>"]["Grade"] == "", "not graded is not 0"
    assert "Last modified (grade)" in moodle[0], "without it Moodle refuses the worksheet"
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in out.glob("*.csv"))


@pytest.mark.parametrize("kind", ["text", "link"])
def test_who_typed_text_has_canvas_number_and_no_page_in_the_zip(some, place, kind):
    some[0]["handed_in"]["entries"] = [f"cemc_LATE_16_{kind}.html"]
    some[1]["handed_in"]["entries"] = ["adaa_21_34_functions.py"]
    out = place(some)
    assert [row[:4] for row in rows(out / "canvas.csv") if row[0] == "cem"] == [["cem", "16", "", ""]]
    with zipfile.ZipFile(out / "feedback-canvas.zip") as archive:
        assert archive.namelist() == ["adaa_21_34_functions.html"]
    assert (out / "feedback" / "cem.html").is_file()


def test_those_who_handed_nothing_in_have_rows(some):
    from grader.graded_class.grades import canvas, grades

    group = read_class(some, [absent_student("zoe", {"id": "5", "mail": "z@x"})])
    assert any(
        line.startswith("zoe,,") and line.endswith(",handed nothing in,,5,,z@x") for line in grades(group).splitlines()
    )
    assert "\nzoe,,,zoe,,\n" in canvas(group, "t")


# --- items


def test_how_well_an_exercise_tells_the_stronger_from_the_weaker():
    def one(number, square, relu):
        return report(f"s{number}", exercise("square", square), exercise("relu", relu))

    same = read_class(one(i, v, v) for i, v in enumerate(["pass"] * 3 + ["wrong"] * 3))
    turned = read_class(one(i, v, w) for i, (v, w) in enumerate([("pass", "wrong")] * 3 + [("wrong", "pass")] * 3))
    few = read_class(one(i, v, v) for i, v in enumerate(["pass", "wrong"]))
    all_pass = read_class(one(i, "pass", v) for i, v in enumerate(["pass"] * 3 + ["wrong"] * 3))
    told = [items_of(group)[0].discrimination for group in (same, turned, few, all_pass)]
    assert told == [1.0, -1.0, None, None]
    assert [(item.check, item.passed, item.students) for item in items_of(same)[:3]] == [
        (None, 3, 6),
        (0, 3, 6),
        (1, 3, 6),
    ]


def test_what_to_teach_again_is_what_most_fail_by_themselves():
    hard = exercise("relu", "wrong", "k")
    leaning = exercise("square", "wrong", "k", blocked_by="relu")
    todo = report("idle", exercise("square", "todo"), exercise("relu", "todo"))
    group = read_class(
        [todo, *(report(f"s{i}", leaning, hard) for i in range(3)), report("z", exercise("square"), exercise("relu"))]
    )
    assert [(one.exercise, one.by_itself, one.tried) for one in to_teach(items_of(group))] == [("relu", 3, 4)]
    assert to_teach(items_of(read_class([report("a", hard)]))) == []


def test_a_unit_that_was_not_handed_in_was_not_begun():
    absent = "functions.py: the file is missing; grader reset functions brings its stubs."
    lacks = [exercise("relu", "error", "k", message=absent) for _ in range(3)]
    group = read_class([report(f"s{at}", one) for at, one in enumerate(lacks)] + [report("z", exercise("relu"))])
    (item,) = [one for one in items_of(group) if one.check is None]
    assert (item.tried, item.by_itself, item.passed, item.students) == (1, 0, 1, 4)
    assert (to_teach([item]), group.answers) == ([], [])
    assert [one.idle for one in group.students] == [True, True, True, False]
    broken = exercise("relu", "error", "k", message="functions.py, line 3: syntax error: invalid syntax.")
    assert read_class([report("s", broken)]).students[0].exercises["relu"].verdict == "error"
    page = make_feedback(report("s0", lacks[0]), group.students[0], "t", {})
    assert "functions.py: the file is missing." in page, "and no command, which would be of no use there"


# --- what changed


def test_who_gains_and_loses_what_and_why(some, place, capsys):
    old = place(some)
    now = [
        report("ada", exercise("square", "wrong", "k3"), exercise("relu")),
        *some[2:3],
        report("cem", exercise("square"), exercise("relu", "todo")),
        report("=eve <b>", exercise("square"), exercise("relu", "todo")),
        report("new", exercise("square"), exercise("relu")),
    ]
    out = place(now, compare=old, code=1)
    told = {(row[0], row[1]): row[2:] for row in rows(out / "compare.csv")[1:]}
    assert told["cem", "square"][:3] == ["wrong", "pass", "3"]
    assert "it holds for secret: wrong → pass" in told["cem", "square"][3]
    assert told["ada", "square"][:3] == ["pass", "wrong", "-3"]
    assert told["'=eve <b>", ""][:2] == ["it is empty", "graded"]
    assert told["new", ""][3] == "only in this batch"
    assert told["dan", ""][3] == "only in the older batch"
    assert not any(student == "ben" for student, _ in told)
    said = capsys.readouterr().out
    assert f"This batch and {old} differ in " in said
    assert "the grader's code" in said
    total = "2 gain points, 0 lose points, in 4 changes; 1 is only in this batch; 1 is only in the older batch.\n"
    assert said.partition(f"Compared with {old}: ")[2].startswith(total)
    assert "wrong → pass" in said
    assert "cem" in (out / "report.html").read_text(encoding="utf-8").partition('id="changes"')[2]


def test_the_same_class_has_no_changes(some, place):
    old, out = place(some), place(some)
    comparison = compare_with(old, out, read_class(some))
    assert (comparison.changes, comparison.differs) == ([], [])
    assert changes_table(compare(read_class([]), read_class([]))).count("\n") == 1


@pytest.mark.parametrize("platform", NUMBERED)
def test_students_are_compared_by_their_entries_whatever_a_roster_calls_them(place, platform):
    def write(names, roster, verdict, **options):
        out = place([report(name, exercise("square", verdict)) for name in names.values()], **options)
        (out / "students.json").write_text(json.dumps({name: entry for entry, name in names.items()}))
        header = json.loads((out / "batch.json").read_text())
        (out / "batch.json").write_text(json.dumps(header | {"roster": roster}))
        return out

    entries = [*(f"{platform} {number}" for number in (11, 12, 13)), "blackboard jo"]
    old = write(dict(zip(entries, ["Lee, Ann", "Lee, Bo", "cy", "jo"], strict=True)), "f00", "wrong")
    now = dict(zip([*entries[:2], f"{platform} 14", "jo.py"], ["leeann", "leebo", "cy", "jo"], strict=True))
    new = write(now, "", "pass")
    comparison = compare_with(old, new, read_class(report(name, exercise("square")) for name in now.values()))
    assert comparison.differs == ["the roster"]
    assert comparison.total == (
        "3 gain points, 0 lose points, in 3 changes; 1 is only in this batch; 1 is only in the older batch."
    ), "two are called cy"
    assert {one.student for one in comparison.changes if one.exercise} == {"leeann", "leebo", "jo"}


@pytest.mark.parametrize("what", ["missing", "no results", "no JSON"])
def test_an_older_batch_that_is_none_is_refused(tmp_path, what):
    if what != "missing":
        (tmp_path / "batch.json").write_text("{}" if what == "no results" else "{")
    with pytest.raises(UsageError, match="--compare"):
        require_batch(tmp_path)


# --- lateness

DUE = "due = 2026-03-01T12:00:00+01:00\n"


@pytest.mark.parametrize(
    ("submitted", "student", "cost"),
    [
        ("2026-03-01 12:00:00 +0100", "ada", 0),
        ("2026-03-01T12:15:00+01:00", "ada", 0),
        ("2026-03-01T12:15:01+01:00", "ada", 1),
        ("2026-03-01 11:14:00 UTC", "ada", 0),
        ("2026-03-01 12:20:00", "ada", 1),
        ("2026-03-01-12-20-00", "ada", 1),
        ("Mar 1, 2026 1215 PM", "ada", 0),
        ("1 March, 2026 1:15 PM", "ada", 1),
        ("2026-03-02T12:00:00+01:00", "ada", 1),
        ("2026-03-02T12:00:01+01:00", "ada", 2),
        ("2026-03-09T12:00:00+01:00", "ada", 5),
        ("2026-03-03T12:00:00+01:00", "ben", 0),
        ("2026-03-03T13:00:00+01:00", "ben", 1),
        ("2026-03-08T12:00:00+01:00", "cem", 0),
        ("2026-03-09T13:00:00+01:00", "cem", 2),
    ],
)
def test_what_lateness_costs(tmp_path, submitted, student, cost):
    file = tmp_path / "late.toml"
    file.write_text(
        DUE + "grace_minutes = 15\npercent_per_day = 10\nat_most_percent = 50\n"
        "[extensions]\nben = 2\ncem = 2026-03-08T12:00:00\n"
    )
    policy = read_policy(file)
    assert policy.penalty(10.0, policy.seconds_late(student, read_time(submitted))) == cost


@pytest.mark.parametrize(
    "text",
    ["due = 3", "due = 2026-03-01", "per_day = 1", "percent_per_day = -1", "percent_per_day = true",
     "percent_per_day = 100.5\ndue = 2026-03-01T12:00:00Z",
     "grace_minutes = inf", "extensions = 3", "[extensions]\nada = 'x'", "[extensions]\nada = 1e9", "due ="],
)  # fmt: skip
def test_a_policy_that_is_none_is_refused(tmp_path, text):
    (tmp_path / "late.toml").write_text(text)
    with pytest.raises(UsageError, match=r"late\.toml"):
        read_policy(tmp_path / "late.toml")


def test_a_cost_for_each_day_needs_a_due_time(tmp_path):
    file = tmp_path / "late.toml"
    file.write_text("percent_per_day = 10\n[extensions]\nben = 2\n")
    with pytest.raises(UsageError, match=r"percent_per_day but no due time.*due = 2026"):
        read_policy(file)
    assert read_policy(file, due_elsewhere=True).per_day == 10
    file.write_text("percent_per_day = 10\n[extensions]\ncem = 2026-03-08T12:00:00Z\n")
    assert read_policy(file).per_day == 10


def test_where_no_time_is_known_lateness_costs_nothing_and_a_flag_says_so():
    policy = LatePolicy(due=read_time("2026-03-01T12:00:00Z"), per_day=50)
    late, unknown = report("a", exercise("square"), time="2026-03-01 13:00:00 Z"), report("b", exercise("square"))
    idle = report("c", exercise("square", "todo"))
    group = read_class([late, unknown, idle])
    count_lateness(group, policy)
    assert [one.score for one in group.students] == [1.5, 3.0, 0.0]
    assert [bool(one.flags) for one in group.students] == [False, True, False]
    assert "less 1.5 for lateness" in make_feedback(late, group.students[0], "t", {})


@pytest.mark.parametrize("key", ["id", "login", "mail"])
def test_an_extension_goes_by_whatever_the_roster_knows(key):
    one = report("a", exercise("square"), time="2026-03-01 13:00:00 Z")
    one["handed_in"][key] = "x@y"
    group = read_class([one])
    count_lateness(group, LatePolicy(due=read_time("2026-03-01T12:00:00Z"), per_day=50, extensions={"x@y": 1}))
    assert group.students[0].penalty == 0.0


@pytest.mark.parametrize("name", ["ada lovelace", "Lovelace, Ada", "ADA LOVELACE", "AdaLovelace", "X@Y"])
def test_an_extension_is_found_however_the_name_is_spelt(name):
    one = report("Ada Lovelace", exercise("square"), time="2026-03-01 13:00:00 Z")
    one["handed_in"]["mail"] = "x@y"
    group = read_class([one])
    policy = LatePolicy(due=read_time("2026-03-01T12:00:00Z"), per_day=50, extensions={name: 1})
    assert count_lateness(group, policy) == []
    assert group.students[0].penalty == 0.0


def test_an_extension_that_is_nobody_s_is_told():
    reports = [report(name, exercise("square"), time="2026-03-01 13:00:00 Z") for name in ("Ada L", "ada l.", "Eve")]
    group = read_class(reports)
    group.absent.append(absent_student("Zoe", {}))
    extensions = {"Eva": 1, "ADA L": 2, "Eve": 1, "zoe": 3}
    told = count_lateness(group, LatePolicy(due=read_time("2026-03-01T12:00:00Z"), per_day=50, extensions=extensions))
    assert told == [
        "The extension of Eva has no effect: nobody in the class has that name.",
        "The extension of ADA L has no effect: it could be meant for Ada L or ada l.",
    ]
    assert {one.name: one.penalty for one in group.students} == {"Ada L": 1.5, "ada l.": 1.5, "Eve": 0.0}


def test_lateness_that_was_counted_is_not_left_out_by_a_slip(place, tmp_path):
    (tmp_path / "late.toml").write_text(DUE + "percent_per_day = 50\n")
    out = place([report("a", exercise("square"), time="2026-03-01 13:00:00 +0100")], late=tmp_path / "late.toml")
    asked = Namespace(out=out, compare=None, late=None, resume=True)
    with pytest.raises(UsageError, match="--late FILE"):
        Outputs(asked, load_course())
    (out / "grades.csv").unlink()
    Outputs(asked, load_course())
    (out / "batch.json").write_text(json.dumps({"late": True}))  # as where it was interrupted before
    with pytest.raises(UsageError, match="--late FILE"):
        Outputs(asked, load_course())


def test_the_score_in_tables_is_after_the_penalty(place, tmp_path):
    (tmp_path / "late.toml").write_text(DUE + "percent_per_day = 50\n")
    out = place([report("a", exercise("square"), time="2026-03-01 13:00:00 +0100")], late=tmp_path / "late.toml")
    (row,) = [dict(zip(*pair, strict=True)) for pair in [rows(out / "grades.csv")]]
    assert (row["total"], row["penalty"], row["score"]) == ("3", "1.5", "1.5")
    assert rows(out / "canvas.csv")[2][-1] == "1.5"
