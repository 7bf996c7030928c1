"""invariants.py: what must be true of a workspace after any number of crashes, asked over the API."""
import collections
import csv
import io

LEGAL = {  # ACC-5
    "imported": {"warming_up", "disabled"},
    "warming_up": {"ready", "disabled"},
    "ready": {"assigned", "warming_up", "cleanup", "disabled"},
    "assigned": {"cleanup", "disabled"},
    "cleanup": {"ready", "assigned", "disabled"},
    "disabled": {"imported", "warming_up", "ready", "assigned", "cleanup"},
}


def check_proxies(roost):
    """Never above the maximum, and account_count says the truth (PRX-3)."""
    on_proxy = collections.Counter(a["proxy_id"] for a in roost.items("/api/accounts") if a["proxy_id"])
    slots = 0
    for proxy in roost.items("/api/proxies"):
        slots += proxy["max_accounts"]
        assert proxy["account_count"] <= proxy["max_accounts"], f"overbooked: {proxy}"
        assert proxy["account_count"] == on_proxy[proxy["id"]], f"count says {proxy['account_count']}, found {on_proxy[proxy['id']]}: {proxy}"
    use = roost.get("/api/proxies/utilization")
    assert use["slots"] == slots and use["used"] == on_proxy.total(), f"{slots} slots, {on_proxy.total()} used; utilization says {use}"


def check_accounts(roost, usernames):
    """Exactly these accounts, each once (ACC-3), and the counters of the cards say so (account_counts)."""
    accounts = list(roost.items("/api/accounts"))
    found = collections.Counter(a["username"] for a in accounts)
    doubled = [name for name, times in found.items() if times > 1]
    assert not doubled, f"doubled: {doubled[:10]}"
    missing, extra = set(usernames) - set(found), set(found) - set(usernames)
    assert not missing and not extra, f"{len(missing)} missing ({sorted(missing)[:5]}), {len(extra)} extra ({sorted(extra)[:5]})"
    stats = roost.get("/api/accounts/stats")
    truth = collections.Counter(a["lifecycle_state"] for a in accounts)
    assert {state: n for state, n in stats["by_state"].items() if n} == dict(truth), f"cards say {stats['by_state']}, found {truth}"
    assert stats["without_proxy"] == sum(1 for a in accounts if not a["proxy_id"]), stats
    assert roost.get("/api/accounts", limit=1)["total"] == len(accounts)


def check_import(roost, result, imported, duplicates, slots):
    """The figures of an import, its report line by line, and that free slots were used (ACC-3, ACC-4)."""
    figures = {k: result[k] for k in ("lines", "imported", "duplicates", "rejected", "proxies_assigned", "without_proxy")}
    placed = min(slots, imported)
    expected = {"lines": imported + duplicates, "imported": imported, "duplicates": duplicates, "rejected": 0,
                "proxies_assigned": placed, "without_proxy": imported - placed}
    assert figures == expected, f"{figures}, not {expected}"
    report = list(csv.DictReader(io.StringIO(roost.get(result["report_url"]))))
    assert len({row["line"] for row in report}) == len(report) == duplicates, f"{len(report)} lines in the report, {duplicates} duplicates"


def check_jobs(roost):
    """Nothing runs or waits any more, and nothing died."""
    left = [(j["id"], j["kind"], j["state"], j["problem"]) for j in roost.items("/api/jobs") if j["state"] != "succeeded"]
    assert not left, f"jobs that did not succeed: {left[:5]}"


def check_warmup(roost, acknowledged, clock_is_steady=True):
    """Steps are done in order and once; what bots were told is what is there, neither more nor less (ACC-6, BOT-2).

    `acknowledged`: what `Bot` remembers of every report that was answered with 200."""
    steps = collections.defaultdict(list)
    for step in roost.items("/api/accounts/warmup-steps"):
        steps[step["account_id"]].append(step)
    everything = [step for of_account in steps.values() for step in of_account]
    check_reports(everything, acknowledged)
    check_content(roost, everything)
    if clock_is_steady:
        check_leases(everything, {p["id"]: p["max_concurrent"] for p in roost.items("/api/proxies")})
    for account in roost.items("/api/accounts", **{"filter[model_id]": "ne:null:"}):  # the others have no steps
        completed = sorted(s["step_number"] for s in steps[account["id"]] if s["status"] == "completed")
        assert completed == list(range(1, len(completed) + 1)), f"{account['username']}: completed {completed}"
        expected = len(completed) + 1 if account["lifecycle_state"] == "warming_up" else None
        if account["lifecycle_state"] in ("warming_up", "ready"):
            assert account["warmup_step"] == expected, f"{account['username']}: {account['lifecycle_state']} at step {account['warmup_step']}, completed {completed}"
        check_timeline(roost, account, len(completed))


def check_reports(steps, acknowledged):
    """Each acknowledged report is one attempt with that outcome, and no attempt has an outcome that no bot was told.

    Repeated more than a day later, by whichever clock, a report is refused and kept as late (BOT-2)."""
    told = {entry["task_id"]: entry for entry in acknowledged}
    assert len(told) == len(acknowledged), "a task was acknowledged twice"
    kept = {s["task_id"]: s for s in steps}
    assert len(kept) == len(steps), "a task has two attempts"
    for task, entry in told.items():
        assert task in kept, f"acknowledged and lost: {entry}"
        as_kept = "completed" if kept[task]["status"] == "completed" else "failed"
        same = (as_kept, kept[task]["account_id"], kept[task]["step_number"], kept[task]["bot_id"])
        assert same == (entry["outcome"], entry["account_id"], entry["step"], entry["bot_id"]), f"told {entry}, kept {kept[task]}"
    unheard = [s for s in steps if s["task_id"] not in told and not s["late_at"]
               and (s["status"] == "completed" or s["error_code"] == "network")]
    assert not unheard, f"{len(unheard)} outcomes that no bot was told, the first {unheard[0]}"
    assert not [s for s in steps if s["status"] == "in_progress"], "a lease is still held"


def check_content(roost, steps):
    """usage_count is how often a step was completed with it."""
    pictures = collections.Counter(s["content_id"] for s in steps if s["status"] == "completed" and s["content_id"])
    texts = collections.Counter(s["text_id"] for s in steps if s["status"] == "completed" and s["text_id"])
    for model in roost.items("/api/models"):
        for path, used in (("content", pictures), ("text-pools", texts)):
            for item in roost.items(f"/api/models/{model['id']}/{path}"):
                assert item["usage_count"] == used[item["id"]], f"{path} {item['id']}: usage_count {item['usage_count']}, used {used[item['id']]}"


def check_leases(steps, max_concurrent):
    """At no moment did an account or a bot have two leases, nor a proxy more than it allows."""
    spans = [s for s in steps if s["started_at"] and s["completed_at"]]
    for key, most in (("account_id", lambda _: 1), ("bot_id", lambda _: 1), ("proxy_id", lambda proxy: max_concurrent[proxy])):
        moments = collections.defaultdict(list)
        for step in spans:
            moments[step[key]] += [(step["completed_at"], -1), (step["started_at"], 1)]
        for owner, changes in moments.items():
            held = 0
            # An attempt that ends in the millisecond in which it began is no overlap: ends are counted first.
            for at, change in sorted(changes):
                held += change
                assert held <= most(owner), f"{key} {owner} has {held} leases at {at}"


def check_timeline(roost, account, completed):
    """Only legal ways, the last of which leads to where the account is; each completed step is told once (ACC-5)."""
    events = sorted(roost.items(f"/api/accounts/{account['id']}/events"), key=lambda e: e["id"])
    state = "imported"
    for event in events:
        if event["from_state"] is None:
            continue
        assert event["from_state"] == state and event["to_state"] in LEGAL[state], f"{account['username']}: illegal {event} from {state}"
        state = event["to_state"]
    assert state == account["lifecycle_state"], f"{account['username']} is {account['lifecycle_state']}, its events end in {state}"
    told = sum(1 for e in events if e["action"] == "step_completed")
    assert told == completed, f"{account['username']}: {completed} steps completed, {told} told"
