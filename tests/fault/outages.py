"""outages.py: the disk is full; the database is locked, gone or standing still."""
import os
import sqlite3
import subprocess
import threading
import time

import invariants
import workload
from roost_process import Problem


def outage_s():
    """How long the database is away: short in every run, long enough to outlast every patience in the long one."""
    return 30 if os.environ.get("ROOST_TEST_LONG") == "1" else 4


class Prober(workload.Worker):
    """Reads and writes all the time, repeats nothing, and remembers every answer with how long it took."""

    def __init__(self, roost, number):
        super().__init__()
        self.roost, self.number, self.answers, self.made = roost, number, [], []

    def turn(self):
        self.ask("GET", "/api/accounts?limit=1")
        name = f"Probe {self.number} {len(self.answers):05}"
        if self.ask("POST", "/api/models", {"name": name}) == 201:
            self.made.append(name)
        threading.Event().wait(0.05)

    def ask(self, method, path, body=None):
        begun, retry_after, code = time.monotonic(), None, ""
        try:
            status = self.roost.request(method, path, body)[0]
        except Problem as problem:
            status, retry_after, code = problem.status, problem.retry_after, problem.code
        self.answers.append((method, status, time.monotonic() - begun, retry_after, code))
        return status


class Probes:
    """Probers around an outage, and what must be true of their answers."""

    def __init__(self, roost, count=6):
        self.roost, self.all = roost, [Prober(roost, n) for n in range(count)]

    def __enter__(self):
        for one in self.all:
            one.start()
        return self

    def __exit__(self, kind, *_):
        for one in self.all:
            one.ending.set()
        if kind is None:
            for one in self.all:
                one.end()

    def check(self, within_s):
        """Every request was answered in time, with success or with 503 that says when to come again; what was acknowledged is there."""
        answers = [answer for one in self.all for answer in one.answers]
        for method, status, took_s, retry_after, code in answers:
            assert status < 300 or status == 503, f"{method} was answered {status} {code}"
            assert status != 503 or int(retry_after) > 0, f"{method}: 503 {code} without Retry-After"
            assert took_s < within_s, f"{method} took {took_s:.1f} s, then {status} {code}"
        names = [m["name"] for m in self.roost.items("/api/models")]
        assert len(set(names)) == len(names), "a model is there twice"
        lost = {name for one in self.all for name in one.made} - set(names)
        assert not lost, f"acknowledged and lost: {sorted(lost)[:5]}"
        refused = sum(1 for answer in answers if answer[1] == 503)
        slowest = max(answer[2] for answer in answers)
        return f"{len(answers)} requests, {refused} answered 503, the slowest after {slowest:.1f} s"


def wait_until_it_goes_on(roost, within_s=15):
    """The first write that succeeds after an outage, without a restart."""
    begun = time.monotonic()
    while time.monotonic() - begun < within_s:
        try:
            roost.request("POST", "/api/models", {"name": f"After {time.monotonic_ns()}"})
            return time.monotonic() - begun
        except Problem as problem:
            assert problem.status == 503, problem
            threading.Event().wait(0.1)
    raise AssertionError(f"nothing is written {within_s} s after the outage")


def during_import(roost, rng, hurt, accounts=30_000, within_s=20):
    """An import and probes go on while `hurt()` happens; afterwards everything acknowledged is there and the import ends."""
    text, names = workload.account_lines(accounts, rng)
    roost.start()
    job_id = workload.import_accounts(roost, text)
    with Probes(roost) as probes:
        hurt()
        resumed_s = wait_until_it_goes_on(roost)
        threading.Event().wait(0.5)
    job = roost.finished_job(job_id)
    assert job["state"] == "succeeded", job
    told = probes.check(within_s)
    invariants.check_import(roost, job["result"], accounts, accounts // 20, 0)
    invariants.check_accounts(roost, names)
    invariants.check_proxies(roost)
    invariants.check_jobs(roost)
    return f"{told}; writing again after {resumed_s:.1f} s"


def full_disk(roost, rng, kills):
    """The disk fills up during an import; nothing acknowledged is lost and it goes on once there is room."""
    disk = roost.cluster.data.parent if roost.database else roost.data

    def fill():
        ballast = disk / "ballast"
        try:
            with open(ballast, "wb", buffering=0) as file:
                while file.write(b"\0" * 65536):
                    pass
        except OSError:
            pass  # full, which is the point
        until_refused(roost)
        threading.Event().wait(outage_s())
        ballast.unlink()
        # PostgreSQL gives up when it cannot write its log; then somebody has to start it again.
        if roost.database and not roost.cluster.runs():
            roost.cluster.start()

    return during_import(roost, rng, fill, accounts=60_000)


def until_refused(roost, within_s=30):
    """Writes until the outage is felt."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        try:
            roost.request("POST", "/api/models", {"name": f"Before {time.monotonic_ns()}"})
        except Problem as problem:
            assert problem.status == 503, problem
            return
    raise AssertionError("nothing was refused: there is no outage")


def locked_database(roost, rng, kills):
    """Another program locks the database, or cuts every connection again and again; afterwards everything goes on."""
    return during_import(roost, rng, lambda: (cut_connections if roost.database else lock_file)(roost, outage_s()))


def lock_file(roost, span_s):
    blocker = sqlite3.connect(roost.data / "roost.db", timeout=30, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    until = time.monotonic() + span_s
    while time.monotonic() < until:
        assert roost.request("GET", "/api/accounts?limit=1")[0] == 200, "reading must work while writing is blocked"
        threading.Event().wait(0.2)
    blocker.execute("ROLLBACK")
    blocker.close()


def cut_connections(roost, span_s):
    name = roost.database.split("?")[0].rsplit("/", 1)[1]
    until = time.monotonic() + span_s
    while time.monotonic() < until:
        subprocess.run(["psql", os.environ["ROOST_TEST_POSTGRES"], "-qc",
                        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"], check=True, stdout=subprocess.DEVNULL)
        threading.Event().wait(0.3)


def stopped_database(roost, rng, kills):
    """PostgreSQL is stopped, once in order and once as by a crash, and started again."""
    def stop():
        for how in ("fast", "immediate"):
            roost.cluster.stop(how)
            until_refused(roost)
            threading.Event().wait(outage_s() / 2)
            roost.cluster.start()
            wait_until_it_goes_on(roost)

    return during_import(roost, rng, stop)


def frozen_database(roost, rng, kills):
    """PostgreSQL stands still with its connections open: soon every request is answered 503, and all goes on when it does."""
    def freeze():
        roost.cluster.freeze()
        try:
            until_refused(roost, within_s=10)
            threading.Event().wait(outage_s() + 6)  # longer than one connection's patience
        finally:
            roost.cluster.thaw()

    return during_import(roost, rng, freeze, within_s=10)
