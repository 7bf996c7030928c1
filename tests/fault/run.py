#!/usr/bin/env python3
"""Kills and starves the real program while it works, restarts it, and checks that every invariant holds (REL-1).

tests/fault/run.py SCENARIO [--kills N] [--seed N] [--engine sqlite|postgres]; shows the seed, so that a failure repeats.
"""
import argparse
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import invariants
from roost_process import Gone, Problem, Roost


def proxy_lines(count):
    return "".join(f"10.0.{n // 250}.{n % 250 + 1}:8000:user{n}:secret{n}\n" for n in range(count))


def account_lines(count, rng):
    """Lines with 5 % duplicates in other case, and the names that must exist afterwards."""
    names = [f"person.{n:06}" for n in range(count)]
    lines = [f"{name},pw-{rng.randrange(10**9)},{name}@example.com" for name in names]
    lines += [f"{rng.choice(names).upper()},other,dup@example.com" for _ in range(count // 20)]
    rng.shuffle(lines)
    return "\n".join(lines) + "\n", names


class Killer:
    """Kills the program after random spans and starts it again, `kills` times."""

    def __init__(self, roost, rng, kills, span_s):
        self.roost, self.rng, self.kills, self.span_s = roost, rng, kills, span_s
        self.done, self.failure, self.stop = 0, None, threading.Event()
        self.thread = threading.Thread(target=self._run)

    def _run(self):
        try:
            while self.done < self.kills and not self.stop.wait(self.rng.uniform(*self.span_s)):
                self.roost.kill()
                self.roost.start()
                self.done += 1
        except Exception as error:  # a start that fails is the finding
            self.failure = error

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join()
        if self.failure:
            raise self.failure


def until_answered(roost, method, path, body=None, **options):
    """Repeats a request that is safe to repeat until the program answered it."""
    while True:
        try:
            return roost.request(method, path, body, **options)[1]
        except Gone:
            threading.Event().wait(0.05)
        except Problem as problem:
            if problem.status != 503:
                raise
            threading.Event().wait(0.05)


def import_under_kills(roost, rng, kills):
    """A big import is killed at random points and ends with every account once."""
    count = max(20_000, 8_000 * kills)
    text, names = account_lines(count, rng)
    roost.start()
    until_answered(roost, "POST", "/api/proxies/import?attest=true&max_accounts=3", proxy_lines(count // 4).encode(),
                   headers={"Content-Type": "text/plain", "Prefer": "wait=60"})
    accepted = roost.request("POST", "/api/accounts/import?attest=true", text.encode(), headers={"Content-Type": "text/csv"})[1]
    with Killer(roost, rng, kills, (0.02, 0.4)) as killer:
        job = roost.finished_job(accepted["job_id"])
    assert job["state"] == "succeeded", job
    result = job["result"]
    assert result["imported"] == count and result["duplicates"] == count // 20 and result["rejected"] == 0, result
    assert result["lines"] == result["imported"] + result["duplicates"] + result["rejected"], result
    invariants.check_accounts(roost, names)
    invariants.check_proxies(roost)
    again = roost.request("POST", "/api/accounts/import?attest=true", text.encode(),
                          headers={"Content-Type": "text/csv"})[1]
    result = roost.finished_job(again["job_id"])["result"]
    assert result["imported"] == 0, f"the same file again must change nothing: {result}"
    return f"{killer.done} kills during an import of {count} accounts"


class Bot(threading.Thread):
    """A bot that reports honestly, repeats a report whose answer it did not get, and remembers what it was told."""

    def __init__(self, roost, number, rng, stop):
        super().__init__()
        self.roost, self.rng, self.stop = roost, rng, stop
        self.bot_id, self.token = roost.bot(f"bot {number}")
        self.acknowledged, self.failure = [], None

    def run(self):
        try:
            while not self.stop.is_set():
                task = until_answered(self.roost, "GET", f"/api/bot/next-task/{self.bot_id}?wait=1", token=self.token)
                if task:
                    self.work(task)
        except Exception as error:
            self.failure = error

    def work(self, task):
        outcome = "failed" if self.rng.random() < 0.1 else "completed"
        report = {"task_id": task["task_id"], "bot_id": self.bot_id, "execution_time_ms": 5}
        if outcome == "failed":
            report |= {"error_code": "network", "error_message": "the network went away"}
        path = "/api/bot/step-complete" if outcome == "completed" else "/api/bot/step-failed"
        try:
            content = until_answered(self.roost, "GET", f"/api/bot/account/{task['account']['id']}/content?task_id={task['task_id']}", token=self.token)
            assert content is not None
            until_answered(self.roost, "POST", path, report, token=self.token)
            self.acknowledged.append((task["account"]["id"], task["step"]["number"], outcome))
        except Problem as problem:
            if problem.code != "bots.lease_lost":
                raise


def fill_for_warmup(roost, rng, accounts):
    model = until_answered(roost, "POST", "/api/models", {"name": "Fault model"})
    for kind, text in (("bio", "Hello from a bio"), ("story", "A story"), ("post", "A post"), ("highlight", "A highlight")):
        until_answered(roost, "POST", f"/api/models/{model['id']}/text-pools", {"content_type": kind, "text_content": text})
    upload_picture(roost, model["id"])
    until_answered(roost, "PUT", "/api/workspace/settings", {"warmup": {"gap_s": 0, "backoff_base_s": 0, "cap_per_account_day": 0,
                   "cap_per_proxy_day": 0, "lease_s": 3, "max_retries": 8}})
    until_answered(roost, "POST", "/api/proxies/import?attest=true&max_accounts=3&max_concurrent=2", proxy_lines(accounts // 3 + 1).encode(),
                   headers={"Content-Type": "text/plain", "Prefer": "wait=60"})
    text, names = account_lines(accounts, rng)
    accepted = roost.request("POST", f"/api/accounts/import?attest=true&model_id={model['id']}", text.encode(), headers={"Content-Type": "text/csv"})[1]
    assert roost.finished_job(accepted["job_id"])["state"] == "succeeded"
    return names


def upload_picture(roost, model):
    """A small picture that fits every step."""
    picture = pathlib.Path(__file__).with_name("picture.jpg").read_bytes()
    boundary = "fault-boundary"
    body = (f"--{boundary}\r\nContent-Disposition: form-data; name=\"content_type\"\r\n\r\nany\r\n"
            f"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"p.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n").encode()
    body += picture + f"\r\n--{boundary}--\r\n".encode()
    until_answered(roost, "POST", f"/api/models/{model}/content", body, headers={"Content-Type": f"multipart/form-data; boundary={boundary}"})


def warmup_under_kills(roost, rng, kills):
    """Twenty bots work while the program is killed; no step is lost or counted twice."""
    accounts = 60 + 12 * kills
    roost.start()
    names = fill_for_warmup(roost, rng, accounts)
    stop = threading.Event()
    bots = [Bot(roost, n, random.Random(rng.randrange(2**32)), stop) for n in range(20)]
    for bot in bots:
        bot.start()
    with Killer(roost, rng, kills, (0.1, 0.6)) as killer:
        while killer.thread.is_alive() and not any(b.failure for b in bots):
            threading.Event().wait(0.1)
    finish_warmup(roost, bots, accounts)
    stop.set()
    for bot in bots:
        bot.join()
        if bot.failure:
            raise bot.failure
    invariants.check_accounts(roost, names)
    invariants.check_proxies(roost)
    invariants.check_warmup(roost, [entry for bot in bots for entry in bot.acknowledged])
    return f"{killer.done} kills during the warm-up of {accounts} accounts by 20 bots"


def finish_warmup(roost, bots, accounts, within_s=180):
    """Waits until every account is ready or waits for a person."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline and not any(b.failure for b in bots):
        items = list(roost.items("/api/accounts"))
        if sum(1 for a in items if a["lifecycle_state"] == "ready" or a["requires_human_review"]) == accounts:
            return
        threading.Event().wait(0.3)
    if not any(b.failure for b in bots):
        raise AssertionError("the warm-up did not finish in time")


def full_disk(roost, rng, kills):
    """The disk fills up during an import; nothing acknowledged is lost and it goes on once there is room."""
    if roost.database:
        return "only for SQLite (PostgreSQL keeps its own disk)"
    text, names = account_lines(60_000, rng)
    roost.start()
    accepted = roost.request("POST", "/api/accounts/import?attest=true", text.encode(), headers={"Content-Type": "text/csv"})[1]
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
    job = roost.finished_job(accepted["job_id"])
    if job["state"] != "succeeded":
        accepted = roost.request("POST", "/api/accounts/import?attest=true", text.encode(), headers={"Content-Type": "text/csv"})[1]
        job = roost.finished_job(accepted["job_id"])
    assert job["state"] == "succeeded", job
    invariants.check_accounts(roost, names)
    return f"a full disk answered {answered}; the import ended whole"


def locked_database(roost, rng, kills):
    """Another program locks the database, or PostgreSQL goes away; afterwards everything goes on."""
    import sqlite3
    span_s = 30 if os.environ.get("ROOST_TEST_LONG") == "1" else 4
    text, names = account_lines(30_000, rng)
    roost.start()
    accepted = roost.request("POST", "/api/accounts/import?attest=true", text.encode(), headers={"Content-Type": "text/csv"})[1]
    if roost.database:
        with_database_gone(roost, span_s)
    else:
        blocker = sqlite3.connect(roost.data / "roost.db", timeout=30, isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        threading.Event().wait(span_s)
        assert roost.request("GET", "/api/accounts?limit=1")[0] == 200, "reading must work while writing is blocked"
        blocker.execute("ROLLBACK")
        blocker.close()
    job = roost.finished_job(accepted["job_id"])
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


def clock_jumps(roost, rng, kills):
    """The clock jumps a day forward and back between starts; leases and counts stay true."""
    roost.environment["ROOST_SERVER_MODE"] = "development"
    accounts = 60
    roost.start()
    names = fill_for_warmup(roost, rng, accounts)
    stop = threading.Event()
    bots = [Bot(roost, n, random.Random(rng.randrange(2**32)), stop) for n in range(8)]
    for bot in bots:
        bot.start()
    for offset in (86_400, -86_400, 0):
        threading.Event().wait(0.5)
        roost.environment["ROOST_CLOCK_OFFSET"] = str(offset)
        roost.kill()
        roost.start()
    # Leases made in the future run out only then: a jump to beyond it frees them.
    roost.environment["ROOST_CLOCK_OFFSET"] = str(3 * 86_400)
    roost.kill()
    roost.start()
    finish_warmup(roost, bots, accounts)
    stop.set()
    for bot in bots:
        bot.join()
        if bot.failure:
            raise bot.failure
    invariants.check_accounts(roost, names)
    invariants.check_warmup(roost, [entry for bot in bots for entry in bot.acknowledged])
    return "the clock jumped a day forward and back"


SCENARIOS = {f.__name__: f for f in (import_under_kills, warmup_under_kills, full_disk, locked_database, clock_jumps)}


def run(scenario, engine, seed, kills, program):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="roost-fault."))
    data, database, mounted = folder / "data", "", False
    data.mkdir()
    if engine == "postgres":
        name = f"fault_{os.getpid()}_{scenario}"
        subprocess.run(["psql", os.environ["ROOST_TEST_POSTGRES"], "-qc", f"CREATE DATABASE {name}"], check=True)
        database = os.environ["ROOST_TEST_POSTGRES"].replace("/postgres?", f"/{name}?")
    if scenario == "full_disk" and engine == "sqlite":
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(data)], check=True)
        mounted = True
    roost = Roost(program, data, database)
    passed = False
    try:
        roost.owner()
        told = SCENARIOS[scenario](roost, random.Random(seed), kills)
        roost.stop()
        passed = True
        print(f"ok {scenario} ({engine}, seed {seed}): {told}")
    finally:
        if roost.process and roost.process.poll() is None:
            roost.process.kill()
            roost.process.wait()
        if mounted:
            subprocess.run(["umount", str(data)], check=False)
        if passed:
            shutil.rmtree(folder)
        else:
            print(f"FAILED {scenario} ({engine}): repeat with --seed {seed}; data and log are kept in {folder}", file=sys.stderr)


def main():
    long = os.environ.get("ROOST_TEST_LONG") == "1"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", choices=SCENARIOS)
    parser.add_argument("--kills", type=int, default=50 if long else 5)
    parser.add_argument("--seed", type=int, default=int(time.time()) if long else 7)
    parser.add_argument("--engine", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--program", default=os.environ.get("ROOST_PROGRAM", "build/release/roost"))
    args = parser.parse_args()
    run(args.scenario, args.engine, args.seed, args.kills, pathlib.Path(args.program).resolve())


if __name__ == "__main__":
    main()
