"""The way to workers through Dask. What comes back is bytes: nothing that a worker pickled is ever unpickled here."""

from __future__ import annotations

import contextlib
import importlib.util
import itertools
import queue
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from grader.batch.cluster import node
from grader.batch.cluster.dispatcher import Answer
from grader.batch.cluster.parcel import Parcel
from grader.batch.workers import Settings
from grader.course.fingerprint import run
from grader.errors import BrokenError, UsageError
from grader.protocol.text import one_line

if TYPE_CHECKING:
    from distributed import Client, Future

PATIENCE = 10  # seconds for the scheduler to answer
MANNERS = 2  # seconds for workers to end what they started for us
MISSING = "--dask needs the package distributed. It comes with: uv run --extra dask grader batch …"


@contextlib.contextmanager
def open_link(address: str, settings: Settings, tls: Sequence[str] | None) -> Iterator[DaskLink]:
    """Connect with a scheduler.

    Args:
        address: where it is: `tcp://…` or `tls://…`.
        settings: how the batch is graded.
        tls: the files with the authority, our certificate and our key; None for Dask's own settings.

    Raises:
        UsageError: without the package, or if nobody answers there.
    """
    if importlib.util.find_spec("distributed") is None:
        raise UsageError(MISSING)
    from grader.batch.cluster.plain_client import only_plain_data  # noqa: PLC0415  who has one machine needs no Dask

    with only_plain_data():
        client = _connect(address, tls)
        try:
            yield DaskLink(client, address, settings)
        finally:
            with contextlib.suppress(Exception):  # the scheduler may be gone
                client.close(timeout=PATIENCE)


def _connect(address: str, tls: Sequence[str] | None) -> Client:
    from distributed import Security  # noqa: PLC0415  as above

    from grader.batch.cluster.plain_client import PlainClient  # noqa: PLC0415

    security = None
    if tls:
        files = dict(zip(("tls_ca_file", "tls_client_cert", "tls_client_key"), tls, strict=True))
        security = Security(require_encryption=True, **files)
    try:
        return PlainClient(address, security=security, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError, ImportError) as error:
        why = one_line(error, 300) or type(error).__name__
        raise UsageError(f"No scheduler answers at {address}: {why}. Name another: --dask ADDRESS") from error


class DaskLink:
    """As `Link`.

    Args:
        client: the connection to the scheduler.
        address: where that is.
        settings: how the batch is graded.
    """

    def __init__(self, client: Client, address: str, settings: Settings) -> None:
        self._client, self._address = client, address
        self._settings, self._run = tuple(settings), run()._asdict()
        self._name = uuid.uuid4().hex
        self._numbers = itertools.count()
        self._futures: dict[int, Future] = {}
        self._ready: queue.SimpleQueue[int] = queue.SimpleQueue()

    def workers(self) -> Mapping[str, int]:
        """As `Link.workers`."""
        self._require_scheduler()
        with self._telling():
            found: dict[str, int] = self._client.nthreads()
            return found

    def send(self, worker: str, parcels: Sequence[Parcel]) -> int:
        """As `Link.send`."""
        self._require_scheduler()
        number = next(self._numbers)
        plain = [(one.student, one.told, [tuple(thing) for thing in one.things]) for one in parcels]
        with self._telling():
            future = self._client.submit(
                node.grade,
                self._settings,
                self._run,
                plain,
                key=f"grade-{self._name}-{number}",
                workers=[worker],
                allow_other_workers=False,
                pure=False,
            )
        self._futures[number] = future
        future.add_done_callback(lambda _: self._ready.put(number))
        return number

    def answers(self, seconds: float) -> list[Answer]:
        """As `Link.answers`."""
        ready: set[int] = set()
        with contextlib.suppress(queue.Empty):
            ready.add(self._ready.get(timeout=seconds))
            while True:
                ready.add(self._ready.get_nowait())
        self._require_scheduler()
        status = {number: self._futures[number].status for number in sorted(ready & self._futures.keys())}
        data = self._gathered([number for number, word in status.items() if word == "finished"])
        found = [Answer(number, one if isinstance(one, bytes) else b"") for number, one in data.items()]
        found += [Answer(number, b"") for number, word in status.items() if word == "error"]
        return found + [Answer(number, None) for number, word in status.items() if word == "cancelled"]

    def _gathered(self, numbers: Sequence[int]) -> dict[int, Any]:
        """The answers that are there. Where a worker ends before it hands them over, they are not answered at all."""
        futures = {str(number): self._futures[number] for number in numbers}
        if not futures:
            return {}
        try:
            gather = self._client._gather  # noqa: SLF001  the public one waits for ever
            found = self._client.sync(gather, futures, errors="skip", callback_timeout=PATIENCE)
        except TimeoutError:
            for number in numbers:
                self._ready.put(number)
            return {}
        except Exception as error:
            raise self._gone() from error
        return {int(number): one for number, one in found.items()}

    def cancel(self, number: int) -> None:
        """As `Link.cancel`."""
        future = self._futures.pop(number)
        with contextlib.suppress(Exception):  # it is forgotten all the same
            if future.status == "pending":
                future.cancel()
            future.release()

    def close_graders(self) -> None:
        """Let the workers end what they have started for this batch."""
        from distributed import wait  # noqa: PLC0415  who has one machine needs no Dask

        with contextlib.suppress(Exception):
            there = self._client.nthreads()
            ends = [
                self._client.submit(node.close, key=f"close-{self._name}-{worker}", workers=[worker], pure=False)
                for worker in there
            ]
            wait(ends, timeout=MANNERS)

    def _require_scheduler(self) -> None:
        if self._client.status != "running":
            raise self._gone()

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            raise self._gone() from error

    def _gone(self) -> BrokenError:
        return BrokenError(f"The scheduler at {self._address} is gone. What is graded is kept; go on: --resume")
