"""What may run at once takes no more than 80 % of the memory that is free, on machines and in containers made up."""

import pytest

from grader.sandbox import memory
from grader.sandbox.memory import choose_jobs, free_memory
from grader.worker.limits import MEMORY

GB = 1 << 30
NO_LIMIT = 9223372036854771712  # as the first version has it


def machine(root, free=100 * GB, groups="0::/\n", **files):
    """A root folder with what the kernel tells."""
    meminfo = f"MemTotal:       {2 * free >> 10} kB\nMemFree:  1 kB\nMemAvailable:   {free >> 10} kB\n"
    told = {"proc/meminfo": meminfo, "proc/self/cgroup": groups, **files}
    for name, text in told.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(str(text))
    return root


def second(path, most, used, cached=0):
    """The files of a control group of the second version."""
    home = f"sys/fs/cgroup{path}"
    stat = f"anon 5\ninactive_file {cached}\nactive_file 7\n"
    return {f"{home}/memory.max": f"{most}\n", f"{home}/memory.current": f"{used}\n", f"{home}/memory.stat": stat}


def first(path, most, used, cached=0):
    """The files of a control group of the first version."""
    home = f"sys/fs/cgroup/memory{path}"
    stat = f"inactive_file 3\ntotal_inactive_file {cached}\n"
    return {f"{home}/memory.limit_in_bytes": most, f"{home}/memory.usage_in_bytes": used, f"{home}/memory.stat": stat}


FIRST = "9:cpu,cpuacct:/a\n4:memory:/docker/a\n0::/\n"


@pytest.mark.parametrize(
    ("groups", "files", "free"),
    [
        ("", {}, 100 * GB),
        ("0::/\n", {}, 100 * GB),
        ("0::/a/b\n", second("/a/b", 8 * GB, 3 * GB), 5 * GB),
        ("0::/a/b\n", second("/a/b", 8 * GB, 3 * GB, cached=GB), 6 * GB),
        ("0::/a/b\n", second("/a/b", "max", 3 * GB), 100 * GB),
        ("0::/a/b\n", second("/a", 4 * GB, GB) | second("/a/b", 8 * GB, GB), 3 * GB),
        ("0::/a/b\n", second("", 4 * GB, GB), 3 * GB),
        ("0::/../c\n", second("", 4 * GB, GB), 3 * GB),
        ("0::/a\n", second("/a", GB, 2 * GB), 0),
        ("0::/a\n", second("/a", 400 * GB, GB), 100 * GB),
        (FIRST, first("/docker/a", 8 * GB, 2 * GB, cached=GB), 7 * GB),
        (FIRST, first("", 8 * GB, 2 * GB), 6 * GB),
        (FIRST, first("/docker/a", NO_LIMIT, 2 * GB), 100 * GB),
        (FIRST, first("/docker/a", 8 * GB, 2 * GB) | second("", 4 * GB, GB), 3 * GB),
        ("nonsense\n::\n", {"sys/fs/cgroup/memory.max": ""}, 100 * GB),
    ],
)
def test_the_least_of_what_is_free_counts(tmp_path, groups, files, free):
    assert free_memory(machine(tmp_path, groups=groups, **files)) == free


def test_where_nothing_is_known_nothing_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "_cores", lambda: 3)
    assert free_memory(tmp_path) is None
    assert choose_jobs(None, tmp_path) == (3, "")
    assert choose_jobs(64, tmp_path) == (64, "")


@pytest.mark.parametrize("free", [GB, 3 * GB, 10 * GB, 32 * GB, 500 * GB])
@pytest.mark.parametrize("asked", [None, 1, 7, 256])
def test_all_that_runs_at_once_stays_below_80_percent(tmp_path, monkeypatch, free, asked):
    monkeypatch.setattr(memory, "_cores", lambda: 16)
    jobs, said = choose_jobs(asked, machine(tmp_path, free))
    assert 1 <= jobs <= (asked or 16)
    assert jobs * MEMORY <= 0.8 * free or jobs == 1
    assert jobs == (asked or 16) or (jobs + 1) * MEMORY > 0.8 * free, "as many as there is room for"
    told = free < 1.25 * MEMORY or (asked is not None and jobs < asked)
    assert bool(said) == told


def test_why_there_are_fewer_is_one_sentence(tmp_path):
    _, said = choose_jobs(8, machine(tmp_path, 3 * GB))
    assert said == "4 at once, not 8: 3.2 GB of memory are free, and each may take 587 MB."
    _, said = choose_jobs(2, machine(tmp_path, GB // 2))
    assert said.startswith("One submission at a time, and even that may be too much: 0.5 GB of memory are free")
