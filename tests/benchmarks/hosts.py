"""A run over three hosts, disturbed in every way: its files are those of one process.

    sudo .venv/bin/python tests/benchmarks/hosts.py [--cases 200] [--folder DIR]

No test of the suite, because it needs root: the hosts are network namespaces with a bridge between
them (`ip` of iproute2), each with an address and a temporary folder of its own; what they share is
one folder, as over NFS. Prints what each run took, and ends with an error where a file differs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from batches import DOCUMENTS_PER_CASE, write_batch

HOSTS = ("one", "two", "three")
SCHEDULER = "10.77.0.1"
_PREFIX, _PORT, _BRIDGE = "anjuan-", 8786, "anjuan-bridge"
# Where files are made ready and put in their place, a disk that takes its time.
_SLOW_DISK = """
import sys, time
def wait(event, arguments):
    if event == "os.rename" and str(arguments[1]).endswith(".docx"):
        time.sleep(0.3)
sys.addaudithook(wait)
"""


@dataclass(frozen=True)
class Cluster:
    """What runs: a scheduler, and a worker on each host."""

    scheduler: subprocess.Popen[bytes]
    workers: Mapping[str, subprocess.Popen[bytes]]


def ip(*arguments: str) -> None:
    """Change the network of this machine."""
    subprocess.run(["ip", *arguments], check=True)


@contextmanager
def network() -> Iterator[None]:
    """Namespaces for the scheduler and each host, with a cable from each to a bridge."""
    names = [f"{_PREFIX}scheduler", *(_PREFIX + host for host in HOSTS)]
    try:
        ip("link", "add", _BRIDGE, "type", "bridge")
        ip("link", "set", _BRIDGE, "up")
        for number, name in enumerate(names, 1):
            ip("netns", "add", name)
            ip("link", "add", f"aj{number}", "type", "veth", "peer", "name", "eth0", "netns", name)
            ip("link", "set", f"aj{number}", "master", _BRIDGE, "up")
            ip("-n", name, "address", "add", f"10.77.0.{number}/24", "dev", "eth0")
            for device in ("lo", "eth0"):
                ip("-n", name, "link", "set", device, "up")
        yield
    finally:
        # Cables go at once; a namespace lingers as long as anything in it does.
        things = [("link", f"aj{number}") for number in range(1, len(names) + 1)]
        for kind, name in (*things, *(("netns", it) for it in names), ("link", _BRIDGE)):
            subprocess.run(["ip", kind, "delete", name], check=False, stderr=subprocess.DEVNULL)


def inside(host: str, *command: str, **more: str) -> subprocess.Popen[bytes]:
    """Start a program on a host."""
    return subprocess.Popen(
        ["ip", "netns", "exec", _PREFIX + host, sys.executable, "-m", *command],
        env={**os.environ, **more},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def cluster(folder: Path, slow: str = "") -> Iterator[Cluster]:
    """A scheduler and three workers; of one of them the disk may be slow."""
    hook = folder / "slow"
    hook.mkdir(exist_ok=True)
    (hook / "sitecustomize.py").write_text(_SLOW_DISK)
    with ExitStack() as stack:
        started: dict[str, subprocess.Popen[bytes]] = {}

        def start(host: str, *command: str, **more: str) -> None:
            started[host] = inside(host, *command, **more)
            stack.callback(_end, started[host])

        quiet = {"DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "15s"}
        start("scheduler", "distributed.cli.dask_scheduler", "--no-dashboard", **quiet)
        for host in HOSTS:
            own = Path(tempfile.mkdtemp(prefix=host, dir=folder))
            more = {"TMPDIR": str(own), **({"PYTHONPATH": str(hook)} if host == slow else {})}
            options = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
            place = ("--local-directory", str(own))
            address = f"tcp://{SCHEDULER}:{_PORT}"
            start(host, "distributed.cli.dask_worker", address, *options, *place, **more)
        _wait_for(len(HOSTS))
        yield Cluster(started["scheduler"], {host: started[host] for host in HOSTS})


def _wait_for(workers: int) -> None:
    """Until so many workers have told the scheduler that they are there."""
    asked = (
        "from distributed import Client\n"
        f"Client('tcp://{SCHEDULER}:{_PORT}', timeout=60).wait_for_workers({workers}, 60)\n"
    )
    command = ["ip", "netns", "exec", f"{_PREFIX}scheduler", sys.executable, "-c", asked]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def run(book: Path, out: Path, disturb: Callable[[], None], most: int) -> float:
    """A run over the cluster, disturbed when a fifth of its papers are there; its seconds."""
    began = time.perf_counter()
    address = f"tcp://{SCHEDULER}:{_PORT}"
    command = ("anjuan", "generate", str(book), "-o", str(out), "--dask", address)
    process = inside("scheduler", *command)
    while process.poll() is None and sum(1 for _ in out.glob("*/*.docx")) < most // 5:
        time.sleep(0.05)
    disturb()
    assert process.wait(600) == 0, f"the run ended with {process.returncode}"
    return time.perf_counter() - began


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of an output folder, the program's own memory included."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def main() -> int:
    """Every disturbance in turn; 1 where a file differs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--folder", type=Path, help="what the hosts share")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=options.folder))
    try:
        return compare(folder, options.cases)
    finally:
        shutil.rmtree(folder)


def compare(folder: Path, cases: int) -> int:
    """Run undisturbed and disturbed, and compare each with one process."""
    book = write_batch(folder / "案件表.xlsx", cases)
    papers = cases * DOCUMENTS_PER_CASE
    alone = [sys.executable, "-m", "anjuan", "generate", str(book), "-o", str(folder / "alone")]
    began = time.perf_counter()
    subprocess.run([*alone, "--jobs", "1"], check=True, capture_output=True)
    print(f"{cases:,} cases, {papers:,} papers; one process {time.perf_counter() - began:.1f} s")
    expected = contents(folder / "alone")
    differing = 0
    for it in DISTURBANCES:
        with network(), cluster(folder, it.slow_host) as running:
            seconds = run(book, folder / "out", partial(it.disturb, running), papers)
        found = contents(folder / "out")
        wrong = sorted(
            name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)
        )
        differing += len(wrong)
        told = f"{len(wrong)} files differ: {wrong[:3]}" if wrong else "equal"
        print(f"  {it.name:26}{seconds:7.1f} s  {told}", flush=True)
        shutil.rmtree(folder / "out")
    return int(differing > 0)


@dataclass(frozen=True)
class Disturbance:
    """What happens in the middle of a run.

    Attributes:
        name: told beside what came of it.
        disturb: does it.
        slow_host: the host whose disk takes its time; empty = none.
    """

    name: str
    disturb: Callable[[Cluster], None] = lambda running: None
    slow_host: str = ""


def _cut_off(running: Cluster) -> None:
    ip("-n", f"{_PREFIX}two", "link", "set", "eth0", "down")


DISTURBANCES = (
    Disturbance("nothing happens"),
    Disturbance("a worker is killed", lambda it: it.workers["two"].send_signal(signal.SIGKILL)),
    Disturbance("a host is cut off", _cut_off),
    Disturbance("a slow disk", slow_host="three"),
    Disturbance("the scheduler is killed", lambda it: it.scheduler.send_signal(signal.SIGKILL)),
)


if __name__ == "__main__":
    sys.exit(main())
