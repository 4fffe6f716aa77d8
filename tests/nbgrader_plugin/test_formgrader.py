"""Formgrader and the Validate button in the released JupyterLab, in a real headless Chromium."""

import contextlib
import subprocess
import time
import urllib.request

import pytest
from classroom import BIN, FORWARD, Classroom
from helpers import free_port
from playwright.sync_api import expect

UNIT = "derivatives"
TOKEN = "for-this-test"
EVIL = "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'> [x](javascript:window.pwned=1)"
SUBMISSION = """
SELECT submitted_notebook.id FROM submitted_notebook
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id WHERE student_id = ?
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory, begun):
    room = Classroom(tmp_path_factory.mktemp("formgrader"), begun)
    raises = f"def deriv(func, input_, delta=0.001):\n    print({EVIL!r})\n    raise ValueError({EVIL!r})\n"
    room.hand_in("ada", room.right().replace("deriv", *FORWARD))
    room.hand_in(
        "eve", room.right().write("deriv", raises).write("explain", EVIL).add(EVIL, "markdown").add(EVIL, "raw")
    )
    room.run("autograde", UNIT)
    (room.folder / "mine.ipynb").write_text(room.right().replace("deriv", *FORWARD).text(), encoding="utf-8")
    return room


@pytest.fixture(scope="module")
def lab(room):
    """JupyterLab in the course folder; its address."""
    port = free_port()
    options = [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}",
               "--no-browser", "--allow-root", "--LabApp.news_url=None",
               "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]  # fmt: skip
    log = (room.folder.parent / "lab.log").open("w")
    server = subprocess.Popen(
        [str(BIN / "jupyter"), "lab", *options], cwd=room.folder, env=room.environment, stdout=log, stderr=log
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/api?token={TOKEN}", server)
        yield address
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(60)
        server.kill()  # where much else runs, it may take longer
        server.wait()
        log.close()


def wait_for(address, server):
    end = time.monotonic() + 300
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=60):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("JupyterLab does not start")


@pytest.fixture(scope="module")
def person(lab, chromium):
    """The browser of someone who has opened JupyterLab: formgrader's requests need the cookies that it sets."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{lab}/lab?token={TOKEN}")
    page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader").wait_for()
    yield context
    context.close()


@pytest.fixture
def page(person):
    page = person.new_page()
    yield page
    page.close()


def test_manage_assignments_in_jupyterlab(person):
    (page,) = person.pages
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Formgrader").click()
    frame = page.frame_locator("iframe")
    row = frame.locator("tr", has_text=UNIT).first
    expect(row).to_be_visible()
    expect(row.locator("td.num-submissions")).to_have_text("2")


def test_the_list_of_submissions_with_their_scores(lab, page):
    page.goto(f"{lab}/formgrader/manage_submissions/{UNIT}")
    row = page.locator("tr", has_text="ada")
    expect(row.locator("td.score")).to_have_text("31 / 45")
    expect(row.locator("td.status")).to_contain_text("manual")


@pytest.mark.parametrize("student", ["ada", "eve"])
def test_one_submission_s_page(room, lab, page, student):
    with room.gradebook() as database:
        (number,) = database.execute(SUBMISSION, (student,)).fetchone()
    page.goto(f"{lab}/formgrader/submissions/{number}/")
    full, earned = page.locator("#tangent_line-hidden"), page.locator("#deriv-visible")
    words = page.locator("body")
    if student == "ada":
        expect(earned).to_have_attribute("placeholder", "1")
        expect(words).to_contain_text("You took the forward difference")
        expect(words).to_contain_text("deriv: 1 of 7 hidden checks pass")
    else:
        expect(earned).to_have_attribute("placeholder", "0")
        expect(page.locator("#approximate_derivative-hidden")).to_have_attribute("placeholder", "6")
        expect(words).to_contain_text("raised ValueError")
        expect(words).to_contain_text("window.pwned")
    expect(full).to_be_visible()
    text = words.inner_text()
    asked, model = text.index("In your own words"), text.index("A model of the answer")
    assert asked < model
    assert "most of their digits cancel" in text[model : model + 600]
    assert page.locator("math").count() > 5
    assert page.evaluate("performance.getEntriesByType('resource').every(one => one.name.startsWith(location.origin))")
    assert page.evaluate("window.pwned") is None
    assert page.locator("a[href^='javascript']").count() == 0
    pictures = ".text_cell_render img"
    assert page.locator(pictures).count() == page.locator(f"{pictures}[src^='data:image/svg+xml;base64,']").count() == 4
    assert page.evaluate(f"[...document.querySelectorAll('{pictures}')].every(one => one.naturalWidth > 50)")


def test_the_validate_button(person):
    page = person.pages[0]
    page.get_by_role("listitem", name="mine.ipynb").dblclick()
    page.get_by_role("button", name="Validate").first.click()
    dialog = page.get_by_role("dialog").filter(has_text="You took the forward difference")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text('check("deriv")')
    expect(dialog).not_to_contain_text("Traceback")
