"""Tell open pages what has changed: functions in their files, and verdicts."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Mapping

from grader.cli.file_watcher import FileWatcher
from grader.workbook.exercise_files import ExerciseFiles, Loaded

POLL = 0.2  # seconds between two looks at the files
MOST = 4  # streams; a browser holds open six connections, and pages need some for what they ask

Listener = queue.SimpleQueue[str | None]


class Changes:
    """Looks at the files, and tells everybody who listens.

    Args:
        files: the functions.
        watcher: notices that files were saved.
    """

    def __init__(self, files: ExerciseFiles, watcher: FileWatcher) -> None:
        self._files, self._watcher = files, watcher
        self._listeners: dict[Listener, Callable[[], bool]] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._known = self._files.everywhere()

    def start(self, saved: Callable[[], None]) -> None:
        """Begin to look; `saved` is called whenever files were saved."""
        threading.Thread(target=self._work, args=(saved,), daemon=True).start()

    def listen(self, gone: Callable[[], bool] = lambda: False) -> Listener | None:
        """A queue of events, as JSON, that ends with None; None where too many listen.

        Args:
            gone: whether nobody is there any more, so that another one may listen instead.
        """
        with self._lock:
            for listener in [one for one, has_gone in self._listeners.items() if has_gone()]:
                del self._listeners[listener]
                listener.put(None)
            if len(self._listeners) >= MOST or self._closed.is_set():
                return None
            new: Listener = queue.SimpleQueue()
            self._listeners[new] = gone
            return new

    def leave(self, listener: Listener) -> None:
        """Listen no more."""
        with self._lock:
            self._listeners.pop(listener, None)

    def tell(self, event: Mapping[str, object]) -> None:
        """Tell everybody."""
        self._put(json.dumps(event))

    def close(self) -> None:
        """End all streams."""
        self._closed.set()
        self._put(None)

    def _put(self, event: str | None) -> None:
        with self._lock:
            for listener in self._listeners:
                listener.put(event)

    def _work(self, saved: Callable[[], None]) -> None:
        while not self._closed.wait(POLL):
            if self._watcher.changed():
                self._look()
                saved()

    def _look(self) -> None:
        before, self._known = self._known, self._files.everywhere()
        for name, now in self._known.items():
            if _place(before.get(name)) != _place(now):
                self.tell({"name": name})


def _place(one: Loaded | None) -> tuple[str, int] | None:
    return (one.version, one.line) if one else None
