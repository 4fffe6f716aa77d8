"""A bar with count, rate and time left, where a person looks on at a terminal."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable, Iterator

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from grader.render.terminal import make_console


@contextlib.contextmanager
def show_share(args: argparse.Namespace, what: str) -> Iterator[Callable[[float], None]]:
    """A bar while something goes on; gives a function to call with the share of it that is done, from 0 to 1.

    Args:
        args: what the command was told; with `--plain` or `--quiet` nothing is shown.
        what: what goes on.
    """
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn())
    console = make_console(args)
    hidden = args.quiet or args.plain or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task(what, total=1.0)
        yield lambda share: bar.update(task, completed=share)


@contextlib.contextmanager
def show_bar(args: argparse.Namespace, what: str, total: int) -> Iterator[Callable[[str], None]]:
    """A bar while something long goes on; gives a function to call with the name of each part that is done.

    Args:
        args: what the command was told; with `--plain`, `--quiet` or JSON on standard output nothing is shown.
        what: what goes on.
        total: how many parts there are.
    """
    columns = (
        TextColumn("{task.description}", markup=False),  # names may look like markup
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    console = make_console(args, stderr=str(getattr(args, "json", None)) == "-")
    hidden = args.quiet or args.plain or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task(what, total=total, rate="")

        def tell(name: str) -> None:
            done, seconds = bar.tasks[0].completed + 1, bar.tasks[0].elapsed or 0.0
            rate = f"{done / seconds:.1f} a second" if seconds > 1 else ""  # of two quick ones nothing can be said
            bar.update(task, advance=1, description=f"{name[:24]:<24}", rate=rate)

        yield tell
