"""clock.py: the clock of the machine jumps a day forward and back."""
import threading

import invariants
import workload


def clock_jumps(roost, rng, kills):
    """The clock jumps a day forward and back between starts; leases and counts stay true."""
    accounts = 60
    roost.environment["ROOST_SERVER_MODE"] = "development"
    with workload.WorkingProxies() as proxies:  # a jump lets health checks run, so they must be there
        proxies.allow(roost)
        roost.start()
        names = workload.fill_for_warmup(roost, rng, accounts, proxies.lines(accounts // 3 + 1))
        bots = workload.start_bots(roost, rng, 8)
        for offset in (86_400, -86_400, 0):
            threading.Event().wait(0.5)
            jump(roost, offset)
        # What became due in the future is due only then: a jump to beyond it.
        jump(roost, 3 * 86_400)
        told = workload.finish_warmup(roost, bots, accounts)
    invariants.check_accounts(roost, names)
    invariants.check_proxies(roost)
    invariants.check_warmup(roost, told, clock_is_steady=False)
    invariants.check_jobs(roost)
    return f"the clock jumped a day forward and back, {len(told)} reports"


def jump(roost, offset_s):
    roost.environment["ROOST_CLOCK_OFFSET"] = str(offset_s)
    roost.kill()
    roost.start()
