"""A bar with count, rate and time left, for a person at a terminal."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable, Iterator

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from grader.render.terminal import make_console


@contextlib.contextmanager
def show_bar(args: argparse.Namespace, total: int) -> Iterator[Callable[[str], None]]:
    """A bar while submissions are graded; gives a function to call with each student's name."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=make_console(args), transient=True) as bar:
        task = bar.add_task("grading", total=total, rate="")

        def tell(student: str) -> None:
            speed = bar.tasks[0].speed
            rate = f"{speed:.1f} a second" if speed else ""
            bar.update(task, advance=1, description=f"{student[:24]:<24}", rate=rate)

        yield tell
