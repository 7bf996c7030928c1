"""kills.py: the program is killed with SIGKILL at random moments while it works."""
import threading

import invariants
import workload


class Killer(workload.Worker):
    """Kills the program after random spans and starts it again, `kills` times."""

    def __init__(self, roost, rng, kills, span_s):
        super().__init__()
        self.roost, self.rng, self.kills, self.span_s, self.done = roost, rng, kills, span_s, 0

    def turn(self):
        if self.done == self.kills:
            self.ending.set()
        elif not self.ending.wait(self.rng.uniform(*self.span_s)):
            self.roost.kill()
            self.roost.start()
            self.done += 1


def import_under_kills(roost, rng, kills):
    """A big import is killed at random points and ends with every account once; edits beside it are kept."""
    count = max(20_000, 40_000 * kills)
    text, names = workload.account_lines(count, rng)
    roost.start()
    workload.import_proxies(roost, workload.proxy_lines(count // 4))
    editor = workload.Editor(roost)
    editor.start()
    job_id = workload.import_accounts(roost, text)
    killer = Killer(roost, rng, kills, (0.05, 0.8))
    killer.start()
    job = roost.finished_job(job_id, within_s=300 + 20 * kills)
    killer.end()
    editor.end()
    assert job["state"] == "succeeded", job
    invariants.check_import(roost, job["result"], count, count // 20, count // 4 * 3)
    invariants.check_accounts(roost, names)
    invariants.check_proxies(roost)
    editor.check()
    again = roost.finished_job(workload.import_accounts(roost, text))["result"]
    invariants.check_import(roost, again, 0, count + count // 20, 0)
    invariants.check_jobs(roost)
    return f"{killer.done} kills during an import of {count} accounts and {len(editor.made)} edits"


def warmup_under_kills(roost, rng, kills):
    """Twenty bots work while the program is killed; no step is lost or counted twice."""
    accounts = 60 + 12 * kills
    roost.start()
    names = workload.fill_for_warmup(roost, rng, accounts)
    bots = workload.start_bots(roost, rng, 20)
    killer = Killer(roost, rng, kills, (0.1, 0.6))
    killer.start()
    while killer.is_alive() and not any(b.failure for b in bots):
        threading.Event().wait(0.1)
    killer.end()
    told = workload.finish_warmup(roost, bots, accounts, within_s=180 + 10 * kills)
    invariants.check_accounts(roost, names)
    invariants.check_proxies(roost)
    invariants.check_warmup(roost, told)
    invariants.check_jobs(roost)
    return f"{killer.done} kills during the warm-up of {accounts} accounts by 20 bots, {len(told)} reports"
