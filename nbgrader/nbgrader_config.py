"""The nbgrader course of the calculus kit. Run nbgrader in this folder: `cd nbgrader`.

`grader build` makes the assignments in `source/`. The page "Teach a class" tells the rest.
"""

from pathlib import Path

from grader.nbgrader_plugin.course import Before

HERE = Path(__file__).resolve().parent

c = get_config()  # noqa: F821  traitlets gives it

c.CourseDirectory.course_id = "calculus"
c.CourseDirectory.root = str(HERE)

# The gradebook is a SQLite file beside this one. For a PostgreSQL server name its address, and run everything with its
# driver: uv run --with "psycopg[binary]" nbgrader …
# c.CourseDirectory.db_url = "postgresql+psycopg://USER:PASSWORD@HOST/DATABASE"

# Where assignments and submissions change hands; every student must be able to read and write there.
# c.Exchange.root = "/srv/calculus/exchange"

# Students' code is confined, and where that does not hold nothing is graded. False: only for code that you trust.
JAIL = True

# Grading: the notebook is made whole again, then graded in a jailed worker. No kernel is started.
c.Autograde.exporter_class = "grader.nbgrader_plugin.reading.SubmissionExporter"
c.Autograde.pre_convert_hook = Before(jail=JAIL, late=HERE / "late")
c.Autograde.sanitize_preprocessors = ["grader.nbgrader_plugin.restore.Restore"]
c.Autograde.autograde_preprocessors = [
    "grader.nbgrader_plugin.grading.Grade",
    "grader.nbgrader_plugin.saving.SaveGrades",
    "grader.nbgrader_plugin.lateness.Lateness",
]
c.Grade.jail = JAIL
c.SubmissionExporter.optimistic_validation = True  # once, at the end of each conversion

# Due dates, extensions and what lateness costs: a file `late/ASSIGNMENT.toml`; without one, as the gradebook has it.
c.Lateness.folder = str(HERE / "late")

# Feedback: formulas are drawn without a network.
c.GenerateFeedback.exporter_class = "grader.nbgrader_plugin.pages.PageExporter"

# What Canvas, Moodle, Gradescope, Blackboard or Brightspace hand over, for `nbgrader zip_collect`.
c.ZipCollectApp.collector_plugin = "grader.nbgrader_plugin.collecting.LayoutCollectorPlugin"

# Grades as CSV: nbgrader's own columns, but an empty field where it would write a 0 that nobody earned.
c.ExportApp.plugin_class = "grader.nbgrader_plugin.exports.GradesExportPlugin"

# The seed of the hidden inputs is made at random, once, and kept here. Keep it to yourself.
c.Grade.seed_file = str(HERE / "seed.secret")
