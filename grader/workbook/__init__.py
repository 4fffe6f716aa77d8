"""The page as a workbook: what `grader learn` serves, and the interface between the page and it.

**The page knows that a grader stands behind it** by `<meta name="workbook" content="/api/">` in its head, which the
server puts there; the content is where the interface is. Elsewhere nothing is asked.

**Requests** are `POST /api/WHAT` with a JSON object of at most 256 kB (`Content-Type: application/json`), answered with
a JSON object and 200. What fails has another status, and `{"message": "a sentence for the reader"}`. All text is text,
never markup. The text of a function is its own lines, from its decorators to its last line, without the line end behind
it; its `version` says which text it is.

    WHAT      of the request         of the answer
    progress                         version: 1; verdicts: by the name of each exercise that is here
    load      name                   text; line: that of the file where it begins; version; file: for a person; gone:
                                     whether there is no such file, so that it is the stub
    save      name, text, version    line; version. Or conflict: what `load` gives, if another text than that of
                                     `version` stands there; then nothing is written
    check     name                   exercise: as in the report; which: the check; lines: those of the terminal below
                                     its first; next: the step that helps, as the terminal names it (its kind, the
                                     exercise that it is about, file and line to look at, the command); verdicts: those
                                     that are other ones now; searches: whether the mistake has no name, and its place
                                     may be found
    place     name                   diagnosis: as in the report, with the place; null where none is found. After a
                                     `check` of the same exercise
    hint      name, level (1 to 3)   text
    show      name                   title; caption; svg: text or null
    solution  name                   text: null before a pass, and in a kit
    run       code                   output; error: null if it came to its end; svg: what it drew, or null
    reset     name, text             as `load`; what stood there is kept in `exercises/backup`, and so is the file with
                                     `text` in its place, if it has another one

Where the files of the course are other ones than when the server was started, all that depends on them is refused with
one sentence: `check`, `place`, `hint`, `show`, `solution` and `run`. What the reader writes is saved as ever.

**Changes** come from `GET /api/events`, a stream of server-sent events: `{"name": NAME}` when the text or the line of a
function is another one in its file, whoever changed it, and `{"verdicts": {…}}` when verdicts are. More streams than a
browser can hold open are answered with 204: then there are none, and all else works.
"""
