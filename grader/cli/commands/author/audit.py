"""`grader audit`: the proof that the grader is right, as a table or as JSON."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from grader.authoring.audit.pairs import PairsRow, audit_pairs
from grader.authoring.audit.run import Row, audit, audit_units
from grader.authoring.audit.seeds import SeedsRow, add_up, audit_seeds
from grader.authoring.audit.units import UnitRow
from grader.authoring.audit.unseen.run import DRAWN, UnseenRow, audit_unseen, draw
from grader.cli.arguments import count, seed
from grader.course.syllabus import Course, Exercise, load_course
from grader.errors import ALL_PASS, NOT_ALL_PASS
from grader.files import write_json
from grader.processes import require_semaphores
from grader.render.plain import counted
from grader.render.progress import show_bar
from grader.render.terminal import make_console
from grader.render.typed import command

EVERY = 1_000_000  # more mistakes than there are
TWO_AS_FEW = 10  # one pair of mistakes for so many single ones: it takes so much longer


def run(args: argparse.Namespace) -> int:
    """Audit the named exercises and print what was found."""
    require_semaphores()
    course = load_course()
    exercises = course.find(args.names)
    units = [unit for unit in course.units if any(exercise in unit.exercises for exercise in exercises)]
    quiet_json = str(args.json) == "-"
    console = make_console(args, stderr=quiet_json)
    start = time.perf_counter()
    unit_rows = audit_units(units, course)
    rows: list[Row] = []
    with show_bar(args, "audit", len(exercises)) as tell:
        for row in audit(exercises, args.seed, mutate=not args.no_mutants, jobs=args.jobs):
            rows.append(row)
            tell(row.name)
    pairs = audit_pairs(exercises, course, jobs=args.jobs)
    seeds = _seeds(args, exercises)
    unseen = _unseen(args, exercises, course, two=False)
    both = _unseen(args, exercises, course, two=True) if args.unseen is not None else UnseenRow()
    seconds = time.perf_counter() - start
    totals = _totals(rows, unit_rows, pairs, seeds, unseen, both)
    if args.json:
        found = {
            "units": [row.to_json() for row in unit_rows],
            "exercises": [row.to_json() for row in rows],
            "pairs": pairs.to_json(),
            "seeds": seeds.to_json(),
            "unseen": unseen.to_json(),
            "unseen_two": both.to_json(),
        }
        write_json(args.json, {"seed": args.seed, "totals": totals, **found})
    if not args.quiet:
        _print(console, rows, unit_rows, pairs, seeds, unseen, both)
        console.print(_summary(totals, args.seed, seconds))
    return ALL_PASS if _holds(totals, whole=not args.names) else NOT_ALL_PASS


def _seeds(args: argparse.Namespace, exercises: Sequence[Exercise]) -> SeedsRow:
    """The audit under other seeds than the one that is looked at closely."""
    seeds = [args.seed + number for number in range(1, args.seeds)]
    rows: list[SeedsRow] = []
    with show_bar(args, "seeds", len(exercises)) as tell:
        for row in audit_seeds(exercises, seeds, jobs=args.jobs) if seeds else ():
            rows.append(row)
            tell("")
    return add_up(rows, len(seeds))


def _unseen(args: argparse.Namespace, exercises: Sequence[Exercise], course: Course, *, two: bool) -> UnseenRow:
    """The audit of mistakes that nobody wrote down: a fixed draw, or as many as are asked for."""
    each = DRAWN if args.unseen is None else args.unseen
    cases = draw(exercises, course, max(each // TWO_AS_FEW, 1) if two else each, two=two, seed=args.seed)
    with show_bar(args, "unseen mistakes" + (", two at a time" if two else ""), len(cases)) as tell:
        return audit_unseen(cases, two=two, jobs=args.jobs, tell=tell)


def _print(
    console: Console,
    rows: Sequence[Row],
    units: Sequence[UnitRow],
    pairs: PairsRow,
    seeds: SeedsRow,
    *unseen: UnseenRow,
) -> None:
    """The table, and all that falls short."""
    console.print(_table(rows))
    for unit in units:
        _print_short(console, unit.unit, unit.short)
    for row in rows:
        for text in row.unnamed:
            console.print(f"{row.name}: not named: {text}")
        for text in row.sentences.silent:
            console.print(f"{row.name}: nothing is said any more: {text}")
        _print_short(console, row.name, row.short)
        if row.survivors:
            console.print(f"  If a survivor is a right answer, say why in grader/course/equivalent/{row.unit}.toml")
        if row.short:
            console.print(f"  Again, this one alone: {command(f'audit {row.name}')}", highlight=False, soft_wrap=True)
    _print_short(console, "firm ground", pairs.short)
    _print_short(console, "other seeds", seeds.short)
    for found in unseen:
        _print_short(console, "unseen mistakes", found.short)


def _print_short(console: Console, name: str, short: Sequence[str]) -> None:
    for text in short:
        console.print(f"{name}: {text}", style="bold red", markup=False, highlight=False, soft_wrap=True)


def _totals(
    rows: Sequence[Row],
    units: Sequence[UnitRow],
    pairs: PairsRow,
    seeds: SeedsRow,
    unseen: UnseenRow,
    both: UnseenRow,
) -> dict[str, Any]:
    every: Sequence[Row | UnitRow] = [*rows, *units]
    docstrings = len(rows) + sum(row.docstrings for row in units)
    examples = sum(row.examples for row in every)
    return {
        "exercises": len(rows),
        "visible_checks": sum(row.checks[0] for row in rows),
        "hidden_checks": sum(row.checks[1] for row in rows),
        "alternatives": sum(row.alternatives for row in rows),
        "accepted": sum(row.accepted for row in rows),
        "misconceptions": sum(row.misconceptions for row in rows),
        "rejected": sum(row.rejected for row in rows),
        "named": sum(row.named for row in rows),
        "wrongly_named": sum(len(row.wrongly_named) for row in rows),
        "written_otherwise": sum(row.sentences.written for row in rows),
        "named_otherwise": sum(row.sentences.named for row in rows),
        "other_reasons": sum(row.sentences.reasons for row in rows),
        "false_names": sum(len(row.sentences.false) for row in rows),
        "mutants": sum(row.mutants for row in rows),
        "killed": sum(row.killed for row in rows),
        "equivalent": sum(len(row.equivalent) for row in rows),
        "docstrings": docstrings,
        "complete": docstrings - sum(bool(row.docstring) for row in rows) - sum(len(row.incomplete) for row in units),
        "examples": examples,
        "true": examples - sum(len(row.false_examples) for row in every),
        "pairs": pairs.pairs,
        "paid": len(pairs.paid),
        "right_above_wrong": pairs.right,
        "accused": len(pairs.accused),
        "seeds": seeds.seeds,
        "refused_at_seeds": len(seeds.refused),
        "right_at_seeds": seeds.right,
        "let_through_at_seeds": len(seeds.let_through),
        "wrong_at_seeds": seeds.wrong,
        **unseen.totals("unseen"),
        **both.totals("unseen_two"),
        "short": sum(len(row.short) for row in (*every, pairs, seeds, unseen, both)),
    }


def _holds(totals: dict[str, Any], *, whole: bool) -> bool:
    enough = totals["misconceptions"] >= 240 or not whole
    return enough and not totals["short"] and totals["named"] >= 0.95 * totals["misconceptions"]


def _table(rows: Sequence[Row]) -> Table:
    table = Table(
        title="The grader, graded", title_justify="left", box=None, padding=(0, 0, 0, 1), caption_justify="left"
    )
    for head in ("exercise", "checks", "sol.", "stub", "right", "wrong", "named", "killed", "near", "far"):
        table.add_column(head, justify="left" if head == "exercise" else "right", no_wrap=True)
    for row in rows:
        table.add_row(
            row.name,
            f"{row.checks[0]}+{row.checks[1]}",
            "fails" if row.solution_fails else "full",
            "todo" if row.stub_is_todo else "NOT",
            f"{row.accepted}/{row.alternatives}",
            f"{row.rejected}/{row.misconceptions}",
            f"{row.named}/{row.misconceptions}",
            f"{row.killed}/{row.mutants - len(row.equivalent)}",
            "-" if row.nearest == float("inf") else f"{row.nearest:.0e}",
            f"{row.farthest:.2g}",
            style="bold red" if row.short else None,
        )
    table.caption = (
        "right: other right answers accepted; wrong: misconceptions rejected; named: rightly, "
        "by the visible checks alone; killed: mutants; near and far: the nearest wrong and the "
        "farthest right answer, in units of the tolerance."
    )
    return table


def _summary(totals: dict[str, Any], seed: int, seconds: float) -> str:
    t = totals
    short = counted(t["short"], "case falls short", "cases fall short")
    return (
        f"{counted(t['exercises'], 'exercise')}, {t['visible_checks']} visible and "
        f"{counted(t['hidden_checks'], 'hidden check')}, "
        f"seed {seed}:\n"
        f"  misconceptions rejected {t['rejected']} of {t['misconceptions']}, rightly named {t['named']}, "
        f"wrongly named {t['wrongly_named']}\n"
        f"  written otherwise, they keep their name in {t['named_otherwise']} of {t['written_otherwise']} texts; "
        f"false names {t['false_names']}\n"
        f"  right answers accepted {t['accepted']} of {t['alternatives']}\n"
        f"  mutants killed {t['killed']} of {t['mutants'] - t['equivalent']} "
        f"({counted(t['equivalent'], 'more is a right answer', 'more are right answers')})\n"
        f"  pairs of mistakes that pay {t['paid']} of {t['pairs']}, right functions accused above a mistake "
        f"{t['accused']} of {t['right_above_wrong']}\n"
        f"  at {counted(t['seeds'], 'other seed')} right answers refused {t['refused_at_seeds']} "
        f"of {t['right_at_seeds']}, misconceptions let through {t['let_through_at_seeds']} of {t['wrong_at_seeds']}\n"
        f"{_words(t, 'unseen', 'mistakes that nobody wrote down')}"
        f"{_words(t, 'unseen_two', 'two such mistakes in one function')}"
        f"  docstrings complete {t['complete']} of {t['docstrings']}, examples true {t['true']} of {t['examples']}\n"
        f"  {short if t['short'] else 'all holds'}, {seconds:.1f} s"
    )


def _words(t: dict[str, Any], key: str, what: str) -> str:
    """What was found of unseen mistakes, in a line; nothing where there were none."""
    if not t[key]:
        return ""
    return (
        f"  {what}: {t[f'{key}_named']} of {t[key]} named, {t[f'{key}_placed']} placed, {t[f'{key}_wrong']} placed "
        f"wrongly, {t[f'{key}_gone']} of the places refuted by the hidden checks; "
        f"{t[f'{key}_seconds']:g} s of the processor\n"
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="units or functions (default: all)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON; - is stdout")
    parser.add_argument("--seed", type=seed, default=0, metavar="N", help="seed of what is drawn (default: 0)")
    parser.add_argument(
        "--seeds", type=int, default=3, metavar="N", help="how many seeds right and wrong answers meet (default: 3)"
    )
    parser.add_argument("--jobs", type=count, default=2, metavar="N", help="processes side by side (default: 2)")
    parser.add_argument(
        "--unseen", type=int, nargs="?", const=EVERY, metavar="N",
        help=f"mistakes that nobody wrote down, N of each exercise, by default all, and fewer pairs (else {DRAWN})",
    )  # fmt: skip
    parser.add_argument("--no-mutants", action="store_true", help="leave out the mutants made by machine")
