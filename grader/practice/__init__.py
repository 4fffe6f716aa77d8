"""Grade in a page, where nothing is installed: Python in web workers, with a kit's frozen answers.

There are no processes in a page, and nobody can wait. So **a job is done in place** (`run`), by a web worker that sends
its frames to the page as they come; the page holds the clock, and ends that worker where a frame is late. **The one who
judges** (`desk`), in another web worker with the frozen answers, never runs a job: it begins with what was recorded of
the jobs so far, and where it needs one more it stops and names it (`recorded`). The page has it done, and asks again,
with one more recording. Judging is quick and always the same, so nothing but the clock is waited for twice.

Where memory is short, one web worker does both, by the same code. A student's code could read the answers there: that
is for practice, not for marks, and the page says so.
"""
