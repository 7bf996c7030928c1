"""stops.py: the program is asked to stop while it has its hands full (RUN-9)."""
import http.client
import signal
import sqlite3
import subprocess
import threading
import time

import invariants
import workload
from live_socket import LiveSocket
from roost_process import Gone, Problem

# The program gives requests and jobs 20 s each to end; nothing here needs as long.
BOUND_S = 20


class SlowUpload(workload.Worker):
    """Sends a picture drop by drop, so that a stop finds it half done."""

    def __init__(self, roost, model):
        super().__init__()
        self.roost, self.model = roost, model

    def turn(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.roost.port, timeout=30)
        try:
            connection.putrequest("POST", f"/api/models/{self.model}/content")
            for name, value in (("Authorization", f"Bearer {self.roost.token}"), ("Content-Length", "300"),
                                ("Content-Type", "multipart/form-data; boundary=b")):
                connection.putheader(name, value)
            connection.endheaders()
            for _ in range(6):
                connection.send(b"x" * 50)
                if self.ending.wait(0.05):
                    return
        except OSError:
            threading.Event().wait(0.05)  # stopped: that is what this is about
        finally:
            connection.close()


class Listener(workload.Worker):
    """Holds a live socket open."""

    def __init__(self, roost):
        super().__init__()
        self.roost = roost

    def turn(self):
        try:
            live = LiveSocket(self.roost, ["accounts", "models"])
        except (OSError, AssertionError):
            self.ending.wait(0.05)
            return
        while not self.ending.is_set() and live.next() is not None:
            pass
        live.close()


class Waiter(workload.Worker):
    """A bot of a workspace without work, which asks with the longest patience."""

    def __init__(self, roost, number):
        super().__init__()
        self.roost = roost
        self.bot_id, self.token = roost.bot(f"idle {number}", workspace="Idle")

    def turn(self):
        try:
            self.roost.request("GET", f"/api/bot/next-task/{self.bot_id}?wait=30", token=self.token)
        except (Gone, Problem):
            self.ending.wait(0.05)


def make_idle_workspace(roost):
    token = roost.token
    roost.owner("idle@example.com", "Idle")
    roost.token = token


def ask_database(roost, question):
    """One number from the database while no program runs."""
    if roost.database:
        return int(subprocess.run(["psql", roost.database, "-Atc", question], check=True, capture_output=True, text=True).stdout)
    connection = sqlite3.connect(roost.data / "roost.db")
    try:
        return connection.execute(question).fetchone()[0]
    finally:
        connection.close()


def graceful_stop(roost, rng, kills):
    """SIGTERM under full load: 0 within the bound, no lease kept, and after each start everything goes on."""
    accounts, imported = 60, 300_000  # more than is imported before the first stop
    make_idle_workspace(roost)
    roost.start()
    names = workload.fill_for_warmup(roost, rng, accounts)
    model = workload.until_answered(roost, "POST", "/api/models", {"name": "Uploads"})["id"]
    text = "".join(f"later.{n:06},pw,\n" for n in range(imported))
    editor = workload.Editor(roost)
    load = [editor, *(SlowUpload(roost, model) for _ in range(3)), *(Listener(roost) for _ in range(3)), *(Waiter(roost, n) for n in range(5))]
    bots = workload.start_bots(roost, rng, 8)
    for worker in load:
        worker.start()
    job_id = workload.import_accounts(roost, text)
    stops_s = []
    for _ in range(3):
        threading.Event().wait(rng.uniform(0.05, 0.3))
        stops_s.append(stop(roost))
        roost.start()
    impatient = stop_twice(roost)
    roost.start()
    job = roost.finished_job(job_id)
    assert job["state"] == "succeeded" and job["result"]["imported"] == imported, job
    told = workload.finish_warmup(roost, bots, accounts)
    for worker in load:
        worker.ending.set()
    stops_s.append(stop(roost))  # which also answers those who would wait for half a minute
    assert ask_database(roost, f"SELECT runs FROM jobs WHERE id = {job_id}") > 1, "no stop interrupted the import"
    roost.start()
    for worker in load:
        worker.end()
    invariants.check_accounts(roost, [*names, *(f"later.{n:06}" for n in range(imported))])
    invariants.check_proxies(roost)
    invariants.check_warmup(roost, told)
    invariants.check_jobs(roost)
    editor.check()
    return f"stops after {', '.join(f'{s:.1f}' for s in stops_s)} s, a second SIGTERM ended it with {impatient}; {len(told)} reports, {len(editor.made)} edits"


def stop(roost):
    """SIGTERM; how long the program took to end with 0, having kept no lease."""
    begun = time.monotonic()
    roost.stop(within_s=BOUND_S)
    took_s = time.monotonic() - begun
    held = ask_database(roost, "SELECT COUNT(*) FROM jobs WHERE state = 'running' OR lease_owner IS NOT NULL")
    assert held == 0, f"{held} leases were kept"
    return took_s


def stop_twice(roost):
    """A second SIGTERM says that nobody wants to wait: the program ends at once, at the latest within the bound."""
    roost.process.send_signal(signal.SIGTERM)
    threading.Event().wait(0.01)
    roost.process.send_signal(signal.SIGTERM)
    code = roost.process.wait(timeout=BOUND_S)
    assert code in (0, -signal.SIGTERM), f"SIGTERM twice ended it with {code}"
    return code
