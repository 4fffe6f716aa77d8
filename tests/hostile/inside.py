"""Run programs in the jail, as a submission is run: `python inside.py bubblewrap|landlock|outside`.

It reads a line (JSON: the texts of some programs, and whether they run at once) and answers each with a line: what each
of them printed while it was loaded, None if its process ended. The first runs where visible checks do, the second where
hidden ones do, and so on in turn. `outside` there is no jail.
"""

import json
import sys
import time

from grader.protocol.frames import WorkerGoneError
from grader.protocol.wire import decode
from grader.sandbox.forking import ForkingWorkers
from grader.sandbox.jail import make_jailed_workers

SECONDS = 120.0  # that a program may take


def begin(workers, program):
    """Send in a program."""
    job = {
        "sources": {"inside": program}, "files": {"inside": "inside.py"}, "absent": {}, "contract": {},
        "load": ["inside"], "checks": [], "wanted": [], "seed": 0, "cpu_seconds": int(SECONDS),
    }  # fmt: skip
    return workers.open(job)


def printed(channel):
    """What a program prints until it has come to its end; None if its process ends before."""
    said, deadline = "", time.monotonic() + SECONDS
    try:
        while not (message := decode(channel.receive(deadline))).get("loaded"):
            said += str(message.get("output", ""))
            if "problem" in message:
                said += repr(message["raised"])
    except WorkerGoneError:
        return None
    finally:
        channel.close()
    return said


def main():
    """Answer until there is nothing to run."""
    setting = sys.argv[1]
    one = ForkingWorkers() if setting == "outside" else make_jailed_workers(bubblewrap=setting == "bubblewrap")
    one.preload(("matplotlib.pyplot",))
    pair = one, one.fork_twin()
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        turns = [(pair[number % 2], program) for number, program in enumerate(job["programs"])]
        if job["at_once"]:
            answers = [printed(channel) for channel in [begin(*turn) for turn in turns]]
        else:
            answers = [printed(begin(*turn)) for turn in turns]
        print(json.dumps(answers), flush=True)
    for workers in pair:
        workers.close()


if __name__ == "__main__":
    main()
