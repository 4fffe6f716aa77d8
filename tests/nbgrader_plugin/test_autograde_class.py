"""`grader autograde`: the same as `nbgrader autograde` leaves, from several processes, whatever ends it."""

import contextlib
import datetime as dt
import json
import os
import re
import shutil
import signal
import time
import warnings

import psutil
import pytest
import warm_start
from classroom import BIN, CONFIG, FORWARD, ROOT, Classroom

UNIT = "derivatives"
SCORES = """
SELECT student_id, base_cell.name, auto_score, manual_score, needs_manual_grade, late_submission_penalty
FROM grade JOIN base_cell ON base_cell.id = grade.cell_id
JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
"""
COMMENTS = """
SELECT student_id, base_cell.name, auto_comment, manual_comment, timestamp
FROM comment JOIN base_cell ON base_cell.id = comment.cell_id
JOIN submitted_notebook ON submitted_notebook.id = comment.notebook_id
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
"""


class BigClass(Classroom):
    """A class of which everything that grading leaves can be compared."""

    def left(self, student="%"):
        """Scores and comments in the gradebook."""
        with self.gradebook() as database:
            where = " WHERE student_id LIKE ?"
            return {row for query in (SCORES, COMMENTS) for row in database.execute(query + where, (student,))}

    def files(self):
        """The files of `autograded` with their permissions; cells without their ids, which are drawn."""
        found = {}
        for path in (self.folder / "autograded").rglob("*.*"):
            text = re.sub(r'"id": "\w+"', "", path.read_text(encoding="utf-8"))
            found[str(path.relative_to(self.folder))] = (text, path.stat().st_mode)
        return found

    def grade(self, *words, jobs=1, code=0):
        """Grade with the kit's command; few students need one process, for each process has to get warm first."""
        return self.run("autograde", UNIT, *words, "--jobs", str(jobs), program="grader", code=code)

    def is_graded(self, student):
        return any(row[1] == "deriv-hidden" and row[2] is not None for row in self.left(student))


@pytest.fixture(scope="module")
def room(tmp_path_factory, begun, door):
    """A class that nbgrader graded, and then the kit."""
    room = BigClass(tmp_path_factory.mktemp("big"), begun)
    room.configure("c.LateSubmissionPlugin.penalty_method = 'zero'")
    (room.folder / "source" / UNIT / "table.csv").write_text("ours")
    with door.saving.Gradebook(room.database) as gradebook, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gradebook.find_assignment(UNIT).duedate = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
        gradebook.db.commit()
    room.hand_in("right", room.right().write("explain", "They cancel."))
    room.hand_in("forward", room.right().replace("deriv", *FORWARD).drop("deriv-hidden"))
    room.hand_in("stub", room.stub())
    room.hand_in("bad_json", "{nope")
    room.hand_in("late", room.right())
    room.hand_in("late", "2024-02-01 10:00:00 UTC", name="timestamp.txt")
    room.hand_in("late", "mine", name="table.csv")
    room.hand_in("late", "mine", name="notes.txt")
    room.run("autograde", UNIT)
    room.stock = (room.left(), room.files())
    room.said = room.grade("--force", jobs=2)
    room.kit = (room.left(), room.files())
    return room


def test_the_gradebook_is_as_after_nbgrader_s_own_command(room):
    assert room.kit[0] == room.stock[0]
    assert {row[0] for row in room.kit[0]} == {"right", "forward", "stub", "bad_json", "late"}
    assert ("late", "deriv-hidden", 7.0, None, 0, 43.0) in room.kit[0]
    assert ("right", "deriv-hidden", 7.0, None, 0, None) in room.kit[0]


def test_so_are_the_files(room):
    assert room.kit[1].keys() == room.stock[1].keys()
    for name, content in room.stock[1].items():
        assert room.kit[1][name] == content, name
    assert room.kit[1][f"autograded/late/{UNIT}/table.csv"][0] == "ours"
    assert room.kit[1][f"autograded/late/{UNIT}/notes.txt"][0] == "mine"


def test_what_is_the_matter_is_told_by_name(room):
    assert f"bad_json, {UNIT}: {UNIT}.ipynb is not a notebook (not JSON" in room.said
    assert f"forward, {UNIT}: missing and put back: cell deriv-hidden" in room.said
    assert "4 students graded; 1 waits for a person, since nothing could be graded; 2 with" in room.said
    assert f"Next: nbgrader generate_feedback {UNIT}" in room.said
    assert "Traceback" not in room.said


@pytest.fixture(scope="module")
def again(room):
    """What is said where one handed in again, one handed in no notebook, and of one nbgrader left it half done."""
    assert "0 students graded" in room.grade()
    room.hand_in("late", room.stub())
    (room.folder / "submitted" / "late" / UNIT / "notes.txt").unlink()  # else a person would look
    room.hand_in("late", "2024-02-02 10:00:00 UTC", name="timestamp.txt")
    room.hand_in("empty", "I could not do it.", name="notes.txt")
    room.hand_in("half", room.right())
    folder = room.folder / "autograded" / "half" / UNIT
    folder.mkdir(parents=True)
    restored = json.loads(room.right().text()) | {"metadata": {"calculus_kit": {"unreadable": None, "problems": []}}}
    (folder / f"{UNIT}.ipynb").write_text(json.dumps(restored))
    return room.run("autograde", UNIT, program="grader")


def test_who_is_graded_is_left_and_who_hands_in_again_is_graded_again(room, again):
    assert "2 students graded; 1 waits for a person" in again
    assert ("late", "deriv-hidden", 0.0, None, 0, 0.0) in room.left("late")


def test_a_folder_without_a_notebook_waits_for_a_person(room, again):
    """nbgrader passes it over, and its own CSV has 0.0 there."""
    assert f"empty, {UNIT}: {UNIT}.ipynb is missing" in again
    rows = {row for row in room.left("empty") if len(row) == 6}
    assert len(rows) == 9
    assert all(row[2:5] == (None, None, 1) for row in rows)


@pytest.mark.usefixtures("again")
def test_a_notebook_that_nbgrader_left_half_done_is_graded(room):
    """nbgrader writes it before it grades it, and passes over it from then on."""
    assert room.is_graded("half")


PAUSE = "__import__('time').sleep(0.004)"  # so that a run is ended in its midst, however busy the machine is


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_ended_loses_nothing_and_leaves_no_process(room, how):
    names = [f"{how.name}{number}" for number in range(7)]
    for name in names:
        room.hand_in(name, room.right().replace("deriv", "    return", f"    {PAUSE}\n    return"))
    notebooks = [room.folder / "autograded" / name / UNIT / f"{UNIT}.ipynb" for name in names]
    others = []

    def end_in_its_midst(process):
        run, end = psutil.Process(process), time.monotonic() + 300
        while sum(notebook.exists() for notebook in notebooks) < 2:
            assert run.is_running()
            assert time.monotonic() < end
            time.sleep(0.02)
        others.extend(run.children(recursive=True))
        run.send_signal(how)
        for one in others if how == signal.SIGINT else ():  # as a terminal does
            with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):
                if os.getpgid(one.pid) == os.getpgid(process):
                    one.send_signal(how)

    done = warm_start.run(
        [BIN / "grader", "autograde", UNIT, "--jobs", "2"],
        packages=warm_start.TEACH,
        cwd=room.folder,
        env=room.environment,
        meanwhile=end_in_its_midst,
    )
    said = done.stderr.decode()
    assert (done.returncode, said) == ((130, "grader: interrupted\n") if how == signal.SIGINT else (-how, ""))
    assert others
    _, alive = psutil.wait_procs(others, timeout=120)
    assert alive == []
    done = sum(map(room.is_graded, names))
    assert 2 <= done < len(names)
    again = int(re.search(r"(\d+) students? graded", room.grade())[1])
    assert len(names) - done <= again <= len(names) - done + 1
    assert all(map(room.is_graded, names))
    assert all(notebook.exists() for notebook in notebooks)


BUG = """
from grader.reading.reader import ConfinedReader
real = ConfinedReader.cells
def cells(self, found, *rest):
    found = list(found)
    if any("a bug of ours" in cell.source for cell in found):
        {does}
    return real(self, found, *rest)
ConfinedReader.cells = cells
"""


OPEN = """
from grader.cli.commands.instructor import autograde
from grader.sandbox import jail
jail.break_out = lambda workers: ['read a file']
autograde.warning = lambda course: f'{course}: open to all'
"""


def grade_with(room, program, *words, code=0):
    """Grade with a kit that is not as it should be: the configuration, which is a program, changes it."""
    config = room.folder / CONFIG.name
    before = config.read_text(encoding="utf-8")
    room.configure(program)
    try:
        return room.grade(*words, code=code)
    finally:
        config.write_text(before, encoding="utf-8")


def test_where_the_jail_does_not_hold_nothing_is_graded(room):
    """As on a machine where a program gets out of the jail."""
    room.hand_in("jailed", room.right())
    said = grade_with(room, OPEN, "--student", "jailed", code=3)
    assert f"{room.folder}: open to all" in said
    assert "The jail does not hold here" in said
    assert not room.is_graded("jailed")


def test_our_own_failure_costs_nobody_else_and_nobody_a_point(room):
    room.hand_in("ours1", room.right().add("a bug of ours"))
    room.hand_in("ours2", room.right())
    said = grade_with(room, BUG.format(does="raise KeyError('hm')"), "--student", "ours*", code=3)
    assert "ours1 is not graded, by our own failure: KeyError('hm')" in said
    assert "1 student graded" in said
    assert room.is_graded("ours2")
    assert room.left("ours1") == set()
    assert not (room.folder / "autograded" / "ours1").exists()


def test_where_a_grading_process_dies_it_is_said_how_to_go_on(room):
    room.hand_in("dies", room.right().add("a bug of ours"))
    said = grade_with(room, BUG.format(does="import os; os._exit(1)"), "--student", "dies", code=3)
    assert "A grading process ended by itself. Run the command again: it goes on where it stopped." in said
    assert "1 student graded" in room.grade("--student", "dies")


def test_a_time_that_cannot_be_read_costs_nobody_a_grade_and_students_are_named_one_by_one(room):
    for name in ("[x]", "ill-timed", "third", "x"):
        room.hand_in(name, room.right())
    room.hand_in("ill-timed", "yesterday, at noon or so", name="timestamp.txt")
    named = ("--student", "[x]", "--student", "ill-timed,nobody")
    said = room.grade(*named, code=1)
    assert f"--student nobody: nobody called so handed in {UNIT}." in said
    assert said.count("--student") == 1
    assert f"ill-timed, {UNIT}: timestamp.txt holds no time" in said
    assert "2 students graded" in said
    assert "0 students graded" in room.grade(
        *named, code=1
    )  # what it left in `autograded` does not end the next run either
    assert room.is_graded("ill-timed")
    assert room.is_graded("[x]")
    assert not room.is_graded("third")
    room.run("autograde", UNIT, "--force", "--student", "ill-timed")
    assert room.is_graded("ill-timed")


LATE = """due = 2026-03-01T23:59:00+01:00
grace_minutes = 15
percent_per_day = 10
at_most_percent = 50

[extensions]
late-extended = 2
late-until = 2026-03-05T12:00:00+01:00
late-over = 1
"""
STRICTER = LATE.replace("= 10", "= 20").replace("late-over = 1", "late-day = 1\nLate-Over = 3")
COSTS = {  # when it was handed in, and what that costs of 43 points; then where a day costs twice as much
    "late-early": ("2026-03-01 22:58:59 UTC", None, None),
    "late-grace": ("2026-03-01 23:13:00 UTC", 0.0, 0.0),
    "late-day": ("2026-03-02 22:00:00 UTC", 4.3, None),
    "late-two": ("2026-03-03 22:00:00 UTC", 8.6, 17.2),
    "late-month": ("2026-04-01 22:00:00 UTC", 21.5, 21.5),
    "late-extended": ("2026-03-03 22:58:00 UTC", None, None),
    "late-until": ("2026-03-05 12:00:00 +0100", None, None),
    "late-over": ("2026-03-03 10:00:00 UTC", 4.3, 17.2),
    "late-unknown": (None, None, None),
}


def costs(room):
    rows = {row for row in room.left("late-%") if len(row) == 6 and row[1] == "deriv-hidden"}
    return {student: penalty for student, *_, penalty in rows}


def test_lateness_costs_what_the_policy_says_in_both_commands(room):
    """Some are graded by nbgrader, and then all by the kit, with other extensions and dearer days."""
    for name, (handed_in, *_) in COSTS.items():
        room.hand_in(name, room.right())
        if handed_in:
            room.hand_in(name, handed_in, name="timestamp.txt")
    policy = room.folder / "late" / f"{UNIT}.toml"
    policy.parent.mkdir()
    policy.write_text("percent_per_day = 'ten'")
    try:
        for program, code in (("nbgrader", 2), ("grader", 2)):
            said = room.run("autograde", UNIT, "--student", "late-*", program=program, code=code)
            assert "percent_per_day is no number from 0 to 100." in said
            assert costs(room) == {}
        policy.write_text(LATE)
        some = {name: cost for name, (_, cost, _) in COSTS.items() if "o" in name}
        room.run("autograde", UNIT, "--student", "late-*o*")
        assert costs(room) == some
        assert len(some) == 4
        policy.write_text(STRICTER)
        said = room.grade("--student", "late-*", "--force", code=1)
        assert f"{len(COSTS)} students graded" in said
        assert costs(room) == {name: cost for name, (*_, cost) in COSTS.items()}
        assert f"late/{UNIT}.toml: the extension of Late-Over has no effect: nobody in the gradebook" in said
        assert said.count("has no effect") == 1
    finally:
        shutil.rmtree(policy.parent)


def test_a_cost_for_each_day_needs_a_due_time_from_the_file_or_the_gradebook(room):
    room.hand_in("dueless", room.right())
    policy = room.folder / "late" / f"{UNIT}.toml"
    policy.parent.mkdir(exist_ok=True)
    policy.write_text("percent_per_day = 10\n")
    with room.gradebook() as database:
        ((before,),) = database.execute("SELECT duedate FROM assignment WHERE name = ?", (UNIT,))
        database.execute("UPDATE assignment SET duedate = NULL WHERE name = ?", (UNIT,))
    try:
        said = room.grade("--student", "dueless", code=2)
        assert f"late/{UNIT}.toml: no due time. Write one, or let the gradebook have it: nbgrader db assignment" in said
        assert not room.is_graded("dueless")
        with room.gradebook() as database:
            database.execute("UPDATE assignment SET duedate = ? WHERE name = ?", (before, UNIT))
        assert "1 student graded" in room.grade("--student", "dueless")
    finally:
        shutil.rmtree(policy.parent)


def test_only_students_of_the_gradebook_are_graded_where_nbgrader_is_told_so(room):
    room.hand_in("stranger", room.right())
    said = grade_with(room, "c.Autograde.create_student = False", "--student", "stranger", code=2)
    assert "Not in the gradebook: stranger. Add each of them: nbgrader db student add ID" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["chains"], "The gradebook has no assignment chains. Make it: nbgrader generate_assignment chains"),
        ([UNIT, "--student", "nobody"], f"Nobody handed in {UNIT}"),
        ([UNIT, "--jobs", "0"], "between 1 and 256"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_way_on(room, words, says):
    assert says in room.run("autograde", *words, program="grader", code=2)


def test_outside_a_course_folder_it_says_where_to_go(room, tmp_path):
    said = room.run("autograde", UNIT, program="grader", folder=tmp_path, code=2)
    assert "Go to the course folder first: cd nbgrader" in said


def test_a_gradebook_is_made_where_the_environment_is_not_on_the_path(room, tmp_path):
    shutil.copy(CONFIG, tmp_path)
    (tmp_path / "source" / UNIT).mkdir(parents=True)
    environment = {name: value for name, value in room.environment.items() if name != "VIRTUAL_ENV"}
    run = warm_start.run(
        ["-m", "grader", "autograde", UNIT],
        packages=warm_start.TEACH,
        cwd=tmp_path,
        env=environment | {"PATH": "/usr/bin:/bin"},
    )
    assert (run.returncode, run.stdout) == (2, b""), run.stderr
    assert f"The gradebook has no assignment {UNIT}. Make it: " in run.stderr.decode()
    assert (tmp_path / "gradebook.db").exists()


def test_the_docs_page_tells_the_command(room):
    text = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
    assert f"\nuv run grader autograde {UNIT}\n" in text
    assert f"autograde {UNIT}" in room.ran
