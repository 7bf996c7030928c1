"""invariants.py: what must be true of a workspace after any number of crashes, asked over the API."""
import collections


def check_proxies(roost):
    """Never above the maximum, and account_count says the truth (PRX-3)."""
    on_proxy = collections.Counter(a["proxy_id"] for a in roost.items("/api/accounts") if a["proxy_id"])
    for proxy in roost.items("/api/proxies"):
        assert proxy["account_count"] <= proxy["max_accounts"], f"overbooked: {proxy}"
        assert proxy["account_count"] == on_proxy[proxy["id"]], f"count says {proxy['account_count']}, found {on_proxy[proxy['id']]}: {proxy}"


def check_accounts(roost, usernames):
    """Exactly these accounts, each once (ACC-3)."""
    found = collections.Counter(a["username"] for a in roost.items("/api/accounts"))
    doubled = [name for name, times in found.items() if times > 1]
    assert not doubled, f"doubled: {doubled[:10]}"
    missing, extra = set(usernames) - set(found), set(found) - set(usernames)
    assert not missing and not extra, f"{len(missing)} missing ({sorted(missing)[:5]}), {len(extra)} extra ({sorted(extra)[:5]})"


def check_warmup(roost, acknowledged):
    """Steps are done in order and once; everything a bot was told is kept (ACC-6, BOT-2).

    `acknowledged`: list of (account_id, step, outcome) that were answered with 200."""
    told = collections.Counter((account, step) for account, step, outcome in acknowledged if outcome == "completed")
    for key, times in told.items():
        assert times == 1, f"account {key[0]} was told twice that step {key[1]} is complete"
    for account in roost.items("/api/accounts"):
        steps = list(roost.items(f"/api/accounts/{account['id']}/warmup-steps"))
        completed = sorted(s["step_number"] for s in steps if s["status"] == "completed" and s["kind"] == "warmup")
        assert completed == list(range(1, len(completed) + 1)), f"{account['username']}: completed {completed}"
        for step in range(1, 6):
            assert (account["id"], step) not in told or step in completed, f"{account['username']}: acknowledged step {step} is lost"
        held = [s for s in steps if s["status"] == "in_progress"]
        assert len(held) <= 1, f"{account['username']} is held {len(held)} times"
        expected = None if account["lifecycle_state"] != "warming_up" else len(completed) + 1
        if account["lifecycle_state"] in ("warming_up", "ready"):
            assert account["warmup_step"] == expected, f"{account['username']}: {account['lifecycle_state']} at step {account['warmup_step']}, completed {completed}"
