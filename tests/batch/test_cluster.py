"""What is sent to which worker, and what becomes of it where workers are lost, refuse, lie or are slow; none is run."""

import json
import random
from collections import Counter, deque

import pytest

from grader.batch.cluster import dispatcher
from grader.batch.cluster.dispatcher import Answer, Dispatcher
from grader.batch.pool import ungraded
from grader.batch.results import line_of
from grader.errors import BrokenError
from grader.submission.hand_in.students import read_class

HEAD = {"host": "node", "process": 1, "refused": None}


class Fake:
    """Workers that answer in turns, each one order a turn; what they do otherwise is said by a function.

    Args:
        workers: those that are there.
        does: called with a worker and the students of an order; gives how many it grades, or an odd answer.
    """

    def __init__(self, *workers, does=lambda _worker, students: len(students)):
        self.there = dict.fromkeys(workers, 1)
        self.does = does
        self.queues = {}
        self.orders, self.cancelled, self.turns = [], [], 0

    def workers(self):
        return dict(self.there)

    def send(self, worker, parcels):
        assert worker in self.there
        self.orders.append((worker, [one.student for one in parcels]))
        self.queues.setdefault(worker, deque()).append((len(self.orders) - 1, parcels))
        return len(self.orders) - 1

    def answers(self, seconds):
        self.turns += 1
        assert self.turns < 5_000, "it does not end"
        found = []
        for worker in [*self.there]:
            if self.queues.get(worker) and worker in self.there:
                number, parcels = self.queues[worker][0]
                answer = self.does(worker, [one.student for one in parcels])
                if answer == "ends":
                    self.end(worker)
                elif answer != "slow":
                    self.queues[worker].popleft()
                    found.append(Answer(number, self.written(parcels, answer)))
        return found

    def end(self, worker):
        del self.there[worker]
        self.queues.pop(worker, None)

    def written(self, parcels, answer):
        if not isinstance(answer, int):
            return answer
        lines = [reported(one.student) for one in parcels[:answer]]
        return b"".join([json.dumps(HEAD).encode() + b"\n", *lines])

    def cancel(self, number):
        self.cancelled.append(number)
        for queue in self.queues.values():
            for one in [*queue]:
                if one[0] == number and queue[0] is not one:  # the first is under way
                    queue.remove(one)


@pytest.fixture(scope="module")
def handed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    for i in range(60):
        (folder / f"s{i:02}.py").write_text("def square(x):\n    return x * x\n")
    return read_class(folder).handed


@pytest.fixture(autouse=True)
def looks_at_once(monkeypatch):
    monkeypatch.setattr(dispatcher, "LOOK", 0.0)


ONES = {}


def reported(student, **more):
    return line_of(ONES[student] | more).text


@pytest.fixture(autouse=True)
def reports(handed):
    ONES.update({one.student: ungraded(one, "title", 7, "made up") for one in handed})


def graded(link, handed, said=None):
    """The reasons in the reports, by student: each is reported once."""
    told = [] if said is None else said
    found = {}
    for lines in Dispatcher(link, "title", 7, told.append).grade(handed):
        assert lines
        for line in lines:
            assert line.student not in found, "twice"
            found[line.student] = json.loads(line.text)["reason"]
    return found


def all_well(found, handed, *but):
    assert found.keys() == {one.student for one in handed}
    assert {name for name, reason in found.items() if reason != "made up"} == set(but)


@pytest.mark.parametrize("count", [1, 2, 7])
@pytest.mark.parametrize("size", [0, 1, 2, 59, 60])
def test_all_are_graded_once(handed, count, size):
    link, said = Fake(*(f"tcp://h{i % 2}:{i}" for i in range(count))), []
    all_well(graded(link, handed[:size], said), handed[:size])
    if size == 60:
        assert said == [
            f"Grading with {count} worker{'s' * (count > 1)} on {min(count, 2)} machine{'s' * (count > 1)}."
        ]
        assert {worker for worker, _ in link.orders} == set(link.there)
        assert max(len(students) for _, students in link.orders) <= dispatcher.MOST


def test_what_a_worker_has_no_time_for_is_given_back(handed):
    link = Fake("a:1", "b:1", does=lambda worker, students: 1)
    all_well(graded(link, handed), handed)


def test_what_a_worker_had_is_graded_elsewhere(handed):
    """One ends with its first order, which it never answers."""
    calls = Counter()

    def does(worker, students):
        calls[worker] += 1
        return "ends" if worker == "b:1" and calls[worker] == 2 else len(students)

    all_well(graded(Fake("a:1", "b:1", "c:1", does=does), handed), handed)


@pytest.mark.parametrize("evil", [("s17",), ("s00", "s31", "s59")])
def test_a_submission_that_ends_three_workers_is_given_up_alone(handed, evil):
    """And nobody else, although others were in the same order."""
    link = Fake(*(f"h:{i}" for i in range(3 * len(evil) + 1)))
    ends = []

    def does(worker, students):
        if set(students) & set(evil):
            ends.append(students)
            return "ends"
        return len(students)

    link.does = does
    found = graded(link, handed)
    all_well(found, handed, *evil)
    assert {found[name] for name in evil} == {dispatcher.ENDED}
    for name in evil:
        assert sum(name in students for students in ends) <= 3
        assert [students for students in ends if name in students][1:] == [[name], [name]]


def test_it_is_given_up_too_where_it_alone_is_left_to_be_graded(handed):
    link = Fake("h:0", "h:1", "h:2", "h:3", does=lambda _worker, _students: "ends")
    assert graded(link, handed[:1]) == {"s00": dispatcher.ENDED}
    assert len(link.there) == 1


def test_workers_that_come_later_are_used(handed):
    link = Fake("a:1")

    def does(worker, students):
        if len(link.orders) == 4:
            link.there["b:1"] = 1
        return 1

    link.does = does
    all_well(graded(link, handed), handed)
    assert {worker for worker, _ in link.orders} == {"a:1", "b:1"}


def test_the_tail_of_a_slow_one_is_shared_out(handed):
    """It never answers; what it has is graded by others, and it is waited for no more."""
    link = Fake("a:1", "b:1", does=lambda worker, students: "slow" if worker == "b:1" else len(students))
    all_well(graded(link, handed), handed)
    slow = {name for worker, students in link.orders if worker == "b:1" for name in students}
    assert slow
    assert slow <= {name for worker, students in link.orders if worker == "a:1" for name in students}
    assert sorted(link.cancelled) == list(range(len(link.orders)))
    assert max(Counter(name for _, students in link.orders for name in students).values()) <= 2


def test_the_answer_that_comes_second_does_not_count(handed):
    turns = Counter()

    def does(worker, students):
        turns[worker] += 1
        return "slow" if worker == "b:1" and turns[worker] < 12 else len(students)

    all_well(graded(Fake("a:1", "b:1", does=does), handed), handed)


def test_a_worker_that_refuses_is_named_and_not_asked_again(handed):
    refusal = json.dumps(HEAD | {"refused": "it has another \x1b[31mcourse"}).encode() + b"\n"
    link, said = Fake("a:1", "b:1", does=lambda worker, students: refusal if worker == "b:1" else len(students)), []
    all_well(graded(link, handed, said), handed)
    assert said == [
        "Grading with 2 workers on 2 machines.",
        "Not used: b:1: it has another �[31mcourse",
        "Grading with 1 worker on 1 machine.",
    ]
    assert sum(worker == "b:1" for worker, _ in link.orders) <= dispatcher.AHEAD


def test_those_that_refuse_are_not_counted(handed):
    refusal = json.dumps(HEAD | {"refused": "it has another course"}).encode() + b"\n"
    link, said = Fake("a:1", "a:2", "a:3", does=lambda worker, some: refusal if worker == "a:2" else len(some)), []
    all_well(graded(link, handed, said), handed)
    assert said[0::2] == ["Grading with 3 workers on 1 machine.", "Grading with 2 workers on 1 machine."]


def test_where_all_refuse_the_batch_ends(handed):
    refusal = json.dumps(HEAD | {"refused": "it has numpy 1.0"}).encode() + b"\n"
    with pytest.raises(BrokenError, match=r"No worker may grade\. [ab]:1: it has numpy 1\.0"):
        graded(Fake("a:1", "b:1", does=lambda _worker, _students: refusal), handed)


def test_a_worker_of_several_threads_is_refused(handed):
    link, said = Fake("a:1", "b:1"), []
    link.there["b:1"] = 4
    all_well(graded(link, handed, said), handed)
    assert "Not used: b:1: it takes 4 orders at once; start it with --nthreads 1" in said
    assert {worker for worker, _ in link.orders} == {"a:1"}


def head(**more):
    return json.dumps(HEAD | more).encode() + b"\n"


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"\n", b"{", b"[]", b"null", b"{}", b"\xff", b"[" * 100_000, head(), head()[:-1] + b"x", head() + b"{}\n",
        head() + b"null\n", head() + b'{"student": "s00"}\n', head(refused=3), head(refused={"a": "b"}),
        head() + b"[" * 100_000, b"1" * 10_000, head() + b"x" * (17 << 20), "another", "seed", "more", "twice",
    ],
    ids=lambda answer: str(answer[:20]),
)  # fmt: skip
def test_a_worker_that_answers_what_is_no_report_is_not_believed(handed, answer):
    """Its submissions are graded elsewhere; what it said of one of them before the nonsense does not count either."""

    def does(worker, students):
        if worker != "b:1":
            return len(students)
        lines = {
            "another": [reported("s59" if students[0] != "s59" else "s58")],
            "seed": [reported(students[0], seed=8)],
            "more": [reported(one) for one in [*students, "s00"]],
            "twice": [reported(students[0], reason="a lie")] * 2,
        }
        return head() + b"".join(lines[answer]) if isinstance(answer, str) else answer

    said = []
    all_well(graded(Fake("a:1", "b:1", does=does), handed, said), handed)
    assert any(text.startswith("Not used: b:1: ") for text in said)


def test_an_order_that_is_lost_on_the_way_is_sent_again(handed):
    lost = []

    def does(worker, students):
        lost.append(students)
        return None if len(lost) < 4 else len(students)

    said = []
    all_well(graded(Fake("a:1", does=does), handed, said), handed)
    assert len(said) == 1


def test_without_a_worker_the_batch_ends_after_a_while(handed, monkeypatch):
    clock = iter(range(0, 10_000, 10))
    monkeypatch.setattr(dispatcher.time, "monotonic", lambda: float(next(clock)))
    with pytest.raises(BrokenError, match="No worker has been there for 60 seconds"):
        graded(Fake(), handed)


def test_large_hand_ins_travel_alone(handed, monkeypatch):
    monkeypatch.setattr(dispatcher, "MOST_ORDER", 1)
    link = Fake("a:1")
    all_well(graded(link, handed), handed)
    assert {len(students) for _, students in link.orders} == {1}


@pytest.mark.parametrize("seed", range(30))
def test_whatever_happens_each_is_graded_once(handed, seed):
    """Workers come and go, are slow, lose, refuse and lie, by chance; one submission ends every worker."""
    chance = random.Random(seed)
    link = Fake("w:0", "w:1", "w:2")

    def does(worker, students):
        if chance.random() < 0.3 or len(link.there) < 2:
            link.there[f"w:{len(link.orders)}{chance.random()}"] = 1
        if "s33" in students:
            return "ends"
        turn = chance.random()
        if turn < 0.55:
            return chance.randint(1, len(students))
        return chance.choice(["slow", "slow", None, len(students), b"nonsense", head(refused="tired")])

    link.does = does
    all_well(graded(link, handed), handed, "s33")
