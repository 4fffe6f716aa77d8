"""`grader batch --dask`: the way of a class to the workers of a cluster."""

from __future__ import annotations

import argparse
import contextlib
import re
from collections.abc import Generator, Sequence

from grader.batch.cluster.dask_link import open_link
from grader.batch.cluster.dispatcher import Dispatcher
from grader.batch.cluster.local import start_cluster
from grader.batch.results import Line
from grader.batch.workers import Settings
from grader.course.syllabus import load_course
from grader.errors import UsageError
from grader.render.plain import say
from grader.submission.hand_in.class_folder import HandIn

MOST_LOCAL = 256


def grade_on_cluster(
    args: argparse.Namespace, settings: Settings, hand_ins: Sequence[HandIn]
) -> Generator[list[Line], None, None]:
    """The reports, as they are ready, each once.

    Args:
        args: what `grader batch` was told.
        settings: how the batch is graded.
        hand_ins: what is to be graded.

    Raises:
        UsageError: if nobody answers at the address, or Dask is not installed.
        BrokenError: if no worker may grade, or the scheduler is gone.
    """
    if not hand_ins:
        return
    with contextlib.ExitStack() as stack:
        address, local = args.dask, re.fullmatch(r"local:([0-9]{1,3})", args.dask)
        if local:
            if not 1 <= int(local[1]) <= MOST_LOCAL:
                raise UsageError(f"--dask local:N takes from 1 to {MOST_LOCAL} workers, not {local[1]}.")
            address = stack.enter_context(start_cluster(int(local[1])))
        elif not re.fullmatch(r"(tcp|tls)://\S+:[0-9]{1,5}", address):
            raise UsageError(f"--dask takes tcp://HOST:PORT, tls://HOST:PORT or local:N, not {address}.")
        link = stack.enter_context(open_link(address, settings, args.tls))
        dispatcher = Dispatcher(link, load_course().title, settings.seed, lambda text: say(args, text))
        yield from dispatcher.grade(hand_ins)
        link.close_graders()
