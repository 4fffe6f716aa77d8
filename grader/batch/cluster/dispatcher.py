"""Grade a class on the workers of a cluster: who is sent what, and what becomes of it when a worker is lost.

This is the dispatcher; how orders travel is the affair of a `Link`. Each order goes to one worker. Where a worker ends,
all that it had comes back and is sent elsewhere; what it may have ended of is sent alone from then on, so that one
submission that ends its workers is found out. Towards the end, idle workers are sent copies of what others have not
answered yet, and the first answer counts.
"""

from __future__ import annotations

import json
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from grader.batch.cluster.parcel import Parcel, pack
from grader.batch.pool import ungraded
from grader.batch.results import Line, line_of
from grader.errors import BrokenError
from grader.grading.read_report import NoReportError, read_report
from grader.protocol.text import one_line
from grader.submission.hand_in.class_folder import HandIn

AHEAD, MOST = 2, 64  # orders for each worker, one under way and one that waits; submissions in an order
MOST_ORDER = 8 << 20  # bytes of the submissions in an order, if it is more than one
MOST_ENDED = 3  # workers that may end while they grade a submission
WAIT = 60.0  # seconds that no worker is there before the batch gives up
LOOK = 0.5  # seconds after which it is looked again which workers are there
ENDED = f"it could not be graded: {MOST_ENDED} workers ended while they graded it"


class Answer(NamedTuple):
    """What came of an order.

    Attributes:
        number: the number that it was sent under.
        data: what was answered; nothing where the worker failed, None where the order was lost on the way.
    """

    number: int
    data: bytes | None


class Link(Protocol):
    """The way to the workers. Each call may raise a `BrokenError`: if the scheduler is gone."""

    def workers(self) -> Mapping[str, int]:
        """The workers that are there, by address, each with how many orders it takes at once."""

    def send(self, worker: str, parcels: Sequence[Parcel]) -> int:
        """Send an order; gives its number."""

    def answers(self, seconds: float) -> list[Answer]:
        """What was answered, after so many seconds at most."""

    def cancel(self, number: int) -> None:
        """Forget an order, which need not be carried out any more."""


@dataclass(eq=False)
class Task:
    """A submission, until it is graded.

    Attributes:
        hand_in: what was handed in.
        ended: how many workers ended while they graded it.
        copies: how many orders it is in.
    """

    hand_in: HandIn
    ended: int = 0
    copies: int = 0


@dataclass(eq=False)
class Order:
    """Submissions that were sent to a worker."""

    worker: str
    tasks: list[Task]


@dataclass(eq=False)
class Dispatcher:
    """Sends submissions to workers until all are graded.

    Attributes:
        link: the way to the workers.
        title: the course's.
        seed: of the hidden inputs.
        say: tells a person something.
        refused: the workers that do not grade, and why.
    """

    link: Link
    title: str
    seed: int
    say: Callable[[str], None]
    refused: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._waiting: deque[Task] = deque()
        self._suspects: deque[Task] = deque()  # a worker ended of one of them, perhaps
        self._left: dict[str, Task] = {}  # all that are not graded, by student
        self._orders: dict[int, Order] = {}  # under way, oldest first
        self._there: set[str] = set()  # workers that may grade
        self._told = (0, 0)  # how many machines there were, and how many workers refused, when that was last said
        self._alone_since = time.monotonic()

    def grade(self, hand_ins: Sequence[HandIn]) -> Iterator[list[Line]]:
        """The reports, as they are ready, each once.

        Raises:
            BrokenError: if no worker is there for a while, all refuse, or the scheduler is gone.
        """
        self._left = {one.student: Task(one) for one in hand_ins}
        self._waiting.extend(self._left.values())
        looked = -LOOK
        while self._left:
            if time.monotonic() - looked >= LOOK:
                looked = time.monotonic()
                if given_up := self._look():
                    yield given_up
            self._send_orders()
            for number, data in self.link.answers(LOOK):
                if lines := self._read(number, data):
                    yield lines
        for number in [*self._orders]:  # copies of what others have answered
            self._drop(number)

    # --- who is there

    def _look(self) -> list[Line]:
        """Look which workers are there; gives the reports on submissions that are given up."""
        seen = self.link.workers()
        for worker, orders in seen.items():
            if orders != 1 and worker not in self.refused:
                self._refuse(worker, f"it takes {orders} orders at once; start it with --nthreads 1")
        self._there = seen.keys() - self.refused.keys()
        for worker in {order.worker for order in self._orders.values()} - seen.keys():
            self._lose(worker)
        machines = {worker.rpartition(":")[0] for worker in self._there}
        now = (len(machines), len(self.refused))
        if machines and now != self._told:
            workers = f"{len(self._there)} worker{'s' * (len(self._there) != 1)}"
            self.say(f"Grading with {workers} on {len(machines)} machine{'s' * (len(machines) != 1)}.")
            self._told = now
        if self._there:
            self._alone_since = time.monotonic()
        elif seen:
            raise BrokenError(f"No worker may grade. {self._why_refused()}")
        elif time.monotonic() - self._alone_since > WAIT:
            raise BrokenError(f"No worker has been there for {WAIT:g} seconds. Start some, and go on: --resume")
        return self._give_up()

    def _why_refused(self) -> str:
        worker, why = next(iter(self.refused.items()))
        return f"{worker}: {why}."

    def _refuse(self, worker: str, why: str) -> None:
        if worker not in self.refused:
            self.refused[worker] = one_line(why, 500)
            self._there.discard(worker)
            self.say(f"Not used: {worker}: {self.refused[worker]}")

    def _lose(self, worker: str) -> None:
        """Take back the orders of a worker that has ended. The first was under way, and may be why; the next waited."""
        for place, number in enumerate([number for number, one in self._orders.items() if one.worker == worker]):
            for task in self._orders[number].tasks:
                task.ended += place == 0
            self._take_back(number)

    def _take_back(self, number: int) -> None:
        """Let what was not graded of an order wait again, unless it is in another one."""
        order = self._orders[number]
        self._drop(number)
        for task in order.tasks:
            task.copies -= 1
        again = [task for task in order.tasks if self._is_left(task) and task.copies == 0]
        self._waiting.extendleft(reversed([task for task in again if not task.ended]))
        self._suspects.extend(task for task in again if task.ended)

    def _give_up(self) -> list[Line]:
        found = [task for task in self._suspects if task.ended >= MOST_ENDED]
        for task in found:
            self._suspects.remove(task)
            del self._left[task.hand_in.student]
        return [line_of(ungraded(task.hand_in, self.title, self.seed, ENDED)) for task in found]

    def _is_left(self, task: Task) -> bool:
        return task.hand_in.student in self._left

    # --- orders

    def _send_orders(self) -> None:
        """Send each worker as much as it should have, those first that have nothing."""
        load = Counter(order.worker for order in self._orders.values())
        for ahead in range(AHEAD):
            for worker in sorted(one for one in self._there if load[one] == ahead):
                if self._waiting:
                    self._send(worker, self._share())
                elif ahead == 0 and self._suspects:
                    self._send(worker, [self._suspects.popleft()])
                elif ahead == 0:
                    self._send_copies(worker)
                load[worker] += 1

    def _share(self) -> list[Task]:
        """The next submissions, fewer towards the end, when others would idle."""
        count = min(MOST, len(self._waiting) // (max(len(self._there), 1) * AHEAD) + 1)
        return [self._waiting.popleft() for _ in range(min(count, len(self._waiting)))]

    def _send(self, worker: str, tasks: list[Task], *, is_copy: bool = False) -> None:
        parcels: list[Parcel] = []
        size = 0
        for task in tasks:
            parcel = pack(task.hand_in)
            if parcels and size + parcel.size > MOST_ORDER:
                break
            parcels.append(parcel)
            size += parcel.size
        sent = tasks[: len(parcels)]
        if not is_copy:
            self._waiting.extendleft(reversed(tasks[len(parcels) :]))
        number = self.link.send(worker, parcels)
        self._orders[number] = Order(worker, sent)
        for task in sent:
            task.copies += 1

    def _send_copies(self, worker: str) -> None:
        """Send an idle worker half of what another one has not answered yet, of the order that is sent last."""
        for order in reversed(self._orders.values()):
            tasks = [task for task in order.tasks if self._is_left(task) and task.copies == 1 and not task.ended]
            if order.worker != worker and tasks:
                self._send(worker, tasks[len(tasks) // 2 :], is_copy=True)
                return

    def _drop(self, number: int) -> None:
        del self._orders[number]
        self.link.cancel(number)

    # --- answers

    def _read(self, number: int, data: bytes | None) -> list[Line]:
        """The reports in an answer that are new. What was not graded of an order waits again."""
        order = self._orders.get(number)
        if order is None:  # it was dropped meanwhile
            return []
        if data == b"" and order.worker not in self.link.workers():
            return []  # it has ended, which is seen at the next look
        lines: list[Line] = []
        try:
            lines = self._lines(order, data)
        except (NoReportError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            self._refuse(order.worker, f"what it answers is no report: {error}")
        new = [line for line in lines if self._left.pop(line.student, None)]
        self._take_back(number)
        if any(task.copies for task in order.tasks):  # sent twice: another order may have nothing left to do
            for other, some in [*self._orders.items()]:
                if not any(map(self._is_left, some.tasks)):
                    self._drop(other)
        return new

    def _lines(self, order: Order, data: bytes | None) -> list[Line]:
        """The reports in an answer.

        Raises:
            NoReportError: if it holds something else; so may other errors of what is read.
        """
        if data is None:
            return []
        if not data:
            raise NoReportError("it cannot run what it is sent; it may have another version of the kit or of Dask")
        head, *texts = data.splitlines()
        told: Any = json.loads(head)
        if told["refused"] is not None:
            self._refuse(order.worker, str(told["refused"]))
            return []
        if not 0 < len(texts) <= len(order.tasks):
            raise NoReportError(f"{len(texts)} reports on {len(order.tasks)} submissions")
        lines = []
        for text, task in zip(texts, order.tasks, strict=False):
            report = read_report(text)
            if (report["student"], report["seed"]) != (task.hand_in.student, self.seed):
                raise NoReportError("it is another submission's")
            lines.append(Line(task.hand_in.student, text + b"\n"))
        return lines
