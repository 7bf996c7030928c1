"""outages.py: the disk is full, the database is locked or gone."""
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


def full_disk(roost, rng, kills):
    """The disk fills up during an import; nothing acknowledged is lost and it goes on once there is room."""
    if roost.database:
        return "only for SQLite (PostgreSQL keeps its own disk)"
    text, names = workload.account_lines(60_000, rng)
    roost.start()
    job_id = workload.import_accounts(roost, text)
    ballast = roost.data / "ballast"
    try:
        with open(ballast, "wb", buffering=0) as file:
            while file.write(b"\0" * 65536):
                pass
    except OSError:
        pass  # full, which is the point
    try:
        answered = roost.request("POST", "/api/models", {"name": "no room"})[0]
    except Problem as problem:
        assert problem.status == 503, problem
        answered = problem.status
    ballast.unlink(missing_ok=True)
    job = roost.finished_job(job_id)
    if job["state"] != "succeeded":
        job = roost.finished_job(workload.import_accounts(roost, text))
    assert job["state"] == "succeeded", job
    invariants.check_accounts(roost, names)
    return f"a full disk answered {answered}; the import ended whole"


def locked_database(roost, rng, kills):
    """Another program locks the database, or PostgreSQL goes away; afterwards everything goes on."""
    span_s = outage_s()
    text, names = workload.account_lines(30_000, rng)
    roost.start()
    job_id = workload.import_accounts(roost, text)
    if roost.database:
        with_database_gone(roost, span_s)
    else:
        blocker = sqlite3.connect(roost.data / "roost.db", timeout=30, isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        threading.Event().wait(span_s)
        assert roost.request("GET", "/api/accounts?limit=1")[0] == 200, "reading must work while writing is blocked"
        blocker.execute("ROLLBACK")
        blocker.close()
    job = roost.finished_job(job_id)
    assert job["state"] == "succeeded", job
    invariants.check_accounts(roost, names)
    invariants.check_proxies(roost)
    return f"the database was away for {span_s} s"


def with_database_gone(roost, span_s):
    """Cuts every connection again and again, which is what a restarting PostgreSQL looks like."""
    until = time.monotonic() + span_s
    while time.monotonic() < until:
        name = roost.database.split("?")[0].rsplit("/", 1)[1]
        subprocess.run(["psql", os.environ["ROOST_TEST_POSTGRES"], "-qc",
                        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"], check=True, stdout=subprocess.DEVNULL)
        threading.Event().wait(0.3)
