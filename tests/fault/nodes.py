"""nodes.py: two programs on one PostgreSQL and one data folder."""
import threading

import invariants
import workload
from kills import Killer
from live_socket import LiveSocket
from roost_process import Gone, Roost


class Nodes:
    """What a balancer does: the next node when one does not answer. One for each thread that asks."""

    def __init__(self, *nodes):
        self.nodes, self.current = nodes, 0

    def request(self, *arguments, **options):
        try:
            return self.nodes[self.current % len(self.nodes)].request(*arguments, **options)
        except Gone:
            self.current += 1
            raise

    def bot(self, name):
        return self.nodes[0].bot(name)


def second_node(roost):
    other = Roost(roost.program, roost.data, roost.database, roost.environment)
    other.token = roost.token
    return other


def check_live(one, other):
    """What changes on one node is heard on the other, both ways."""
    for here, there in ((one, other), (other, one)):
        live = LiveSocket(there, ["models"])
        heard, changed = [], threading.Event()

        def listen():
            heard.append(live.until(lambda m: m.get("topic") == "models" and changed.is_set()))

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        changed.set()
        made = here.request("POST", "/api/models", {"name": f"Seen by {there.port}"})[1]
        listener.join(timeout=10)
        assert heard and made["id"] in heard[0]["ids"], f"made {made['id']}, heard {heard}"
        live.close()
        assert there.get(f"/api/models/{made['id']}")["name"] == made["name"]


def two_nodes(roost, rng, kills):
    """Bots, edits and an import use two nodes; one is killed again and again, in the end for good."""
    accounts, count = 60 + 6 * kills, 20_000 + 4_000 * kills
    other = second_node(roost)
    try:
        roost.start()
        other.start()
        check_live(roost, other)
        return share_work(roost, other, rng, kills, accounts, count)
    finally:
        if other.process and other.process.poll() is None:
            other.kill()


def share_work(roost, other, rng, kills, accounts, count):
    names = workload.fill_for_warmup(roost, rng, accounts)
    text = "".join(f"later.{n:06},pw,\n" for n in range(count))
    job_id = workload.import_accounts(other, text)
    editor = workload.Editor(roost)
    bots = [workload.Bot(Nodes(*((roost, other) if n % 2 else (other, roost))), n, rng.randrange(2**32)) for n in range(16)]
    for worker in (editor, *bots):
        worker.start()
    killer = Killer(other, rng, kills, (0.1, 0.8))
    killer.start()
    while killer.is_alive() and not any(b.failure for b in bots):
        threading.Event().wait(0.1)
    killer.end()
    other.kill()  # for good, with whatever it held
    job = roost.finished_job(job_id)
    assert job["state"] == "succeeded" and job["result"]["imported"] == count, job
    told = workload.finish_warmup(roost, bots, accounts)
    editor.end()
    invariants.check_accounts(roost, [*names, *(f"later.{n:06}" for n in range(count))])
    invariants.check_proxies(roost)
    invariants.check_warmup(roost, told)
    invariants.check_jobs(roost)
    editor.check()
    return f"one of two nodes was killed {killer.done + 1} times; {len(told)} reports, {len(editor.made)} edits, an import of {count}"
