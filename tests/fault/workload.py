"""workload.py: what people and bots do to the program while it is being hurt, and what they remember of its answers."""
import http.server
import pathlib
import random
import threading
import time

from roost_process import Gone, Problem


def proxy_lines(count):
    """Proxies in a private network, which health checks refuse to reach."""
    return "".join(f"10.{n // 62500}.{n // 250 % 250}.{n % 250 + 1}:8000:user{n}:secret{n}\n" for n in range(count))


def account_lines(count, rng):
    """Lines with 5 % duplicates in other case, and the names that must exist afterwards."""
    names = [f"person.{n:06}" for n in range(count)]
    lines = [f"{name},pw-{rng.randrange(10**9)},{name}@example.com" for name in names]
    lines += [f"{rng.choice(names).upper()},other,dup@example.com" for _ in range(count // 20)]
    rng.shuffle(lines)
    return "\n".join(lines) + "\n", names


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


def import_accounts(roost, text, query=""):
    """Uploads a file of accounts and says which job imports it."""
    accepted = until_answered(roost, "POST", f"/api/accounts/import?attest=true{query}", text.encode(),
                              headers={"Content-Type": "text/csv", "Idempotency-Key": f"import-{time.monotonic_ns()}"})
    return accepted["job_id"]


def import_proxies(roost, lines):
    """Every line is a proxy when this returns."""
    accepted = until_answered(roost, "POST", "/api/proxies/import?attest=true&max_accounts=3", lines.encode(),
                              headers={"Content-Type": "text/plain"})
    job = roost.finished_job(accepted["job_id"])
    assert job["state"] == "succeeded" and job["result"]["imported"] == lines.count("\n"), job


class Worker(threading.Thread):
    """A thread whose failure is the scenario's failure."""

    def __init__(self):
        super().__init__(daemon=True)
        self.ending, self.failure = threading.Event(), None

    def run(self):
        try:
            while not self.ending.is_set():
                self.turn()
        except Exception as error:
            self.failure = error

    def end(self):
        self.ending.set()
        self.join(timeout=120)
        if self.is_alive():
            raise AssertionError(f"{self} still waits for an answer")
        if self.failure:
            raise self.failure


class Bot(Worker):
    """A bot that reports honestly, repeats a report whose answer it did not get, and remembers what it was told."""

    def __init__(self, roost, number, seed):
        super().__init__()
        self.roost, self.rng = roost, random.Random(seed)
        self.bot_id, self.token = roost.bot(f"bot {number}")
        self.acknowledged = []

    def turn(self):
        task = until_answered(self.roost, "GET", f"/api/bot/next-task/{self.bot_id}?wait=1", token=self.token)
        if task:
            self.work(task)

    def work(self, task):
        outcome = "failed" if self.rng.random() < 0.1 else "completed"
        report = {"task_id": task["task_id"], "bot_id": self.bot_id, "execution_time_ms": 5}
        if outcome == "failed":
            report |= {"error_code": "network", "error_message": "the network went away"}
        path = "/api/bot/step-complete" if outcome == "completed" else "/api/bot/step-failed"
        account = task["account"]["id"]
        try:
            content = until_answered(self.roost, "GET", f"/api/bot/account/{account}/content?task_id={task['task_id']}", token=self.token)
            assert content is not None
            until_answered(self.roost, "POST", path, report, token=self.token)
            self.acknowledged.append({"bot_id": self.bot_id, "task_id": task["task_id"], "account_id": account,
                                      "step": task["step"]["number"], "outcome": outcome})
        except Problem as problem:
            if problem.code != "bots.lease_lost":
                raise


class Editor(Worker):
    """A person who makes models and renames one of them, each until it was acknowledged."""

    def __init__(self, roost):
        super().__init__()
        self.roost, self.made, self.named = roost, [], "Renamed"
        self.renamed = until_answered(roost, "POST", "/api/models", {"name": self.named})["id"]

    def turn(self):
        name = f"Model {len(self.made):05}"
        self.make(name)
        self.made.append(name)
        named = f"Renamed {len(self.made):05}"
        until_answered(self.roost, "PUT", f"/api/models/{self.renamed}", {"name": named})
        self.named = named
        threading.Event().wait(0.02)

    def make(self, name):
        """As the API asks: where a crash left a key's outcome unknown, look first, then take a new key."""
        for attempt in range(100):
            try:
                until_answered(self.roost, "POST", "/api/models", {"name": name}, headers={"Idempotency-Key": f"{name[6:]}-{attempt}"})
                return
            except Problem as problem:
                if problem.code != "idempotency.outcome_unknown":
                    raise
                if any(m["name"] == name for m in self.roost.items("/api/models", q=name)):
                    return

    def check(self):
        """Everything acknowledged is there, and there once (REL-1)."""
        models = list(self.roost.items("/api/models"))
        names = sorted(m["name"] for m in models if m["name"].startswith("Model "))
        assert names == self.made, f"{len(self.made)} models were acknowledged, {len(names)} are there"
        found = next(m["name"] for m in models if m["id"] == self.renamed)
        assert found == self.named, f"the acknowledged name is {self.named}, found {found}"


class WorkingProxies:
    """Proxies that exist: every address of 127/8 on one port, answering whatever is asked through it."""

    def __enter__(self):
        class Answer(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_CONNECT(self):
                self.send_response(200)
                self.end_headers()

            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Length", "11")
                self.end_headers()
                self.wfile.write(b"203.0.113.9")

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("0.0.0.0", 0), Answer)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def lines(self, count):
        port = self.server.server_address[1]
        return "".join(f"127.0.{n // 250}.{n % 250 + 1}:{port}:user{n}:secret{n}\n" for n in range(count))

    @staticmethod
    def allow(roost):
        """The program may reach them: they stand in a private network."""
        roost.environment |= {"ROOST_NET_ALLOW_PRIVATE": "true", "ROOST_PROXIES_HEALTH_URL": "http://health.test/"}


def fill_for_warmup(roost, rng, accounts, lines=None):
    """A model with content for every step, and accounts with proxies that are due at once."""
    model = until_answered(roost, "POST", "/api/models", {"name": "Fault model"}, headers={"Idempotency-Key": "fault-model"})
    for kind, text in (("bio", "Hello from a bio"), ("story", "A story"), ("post", "A post"), ("highlight", "A highlight")):
        until_answered(roost, "POST", f"/api/models/{model['id']}/text-pools", {"content_type": kind, "text_content": text})
    upload_picture(roost, model["id"])
    until_answered(roost, "PUT", "/api/workspace/settings", {"warmup": {"gap_s": 0, "backoff_base_s": 0, "cap_per_account_day": 0,
                   "cap_per_proxy_day": 0, "lease_s": 3, "max_retries": 8}})
    import_proxies(roost, lines or proxy_lines(accounts // 3 + 1))
    text, names = account_lines(accounts, rng)
    assert roost.finished_job(import_accounts(roost, text, f"&model_id={model['id']}"))["state"] == "succeeded"
    return names


def upload_picture(roost, model):
    """A small picture that fits every step."""
    picture = pathlib.Path(__file__).with_name("picture.jpg").read_bytes()
    boundary = "fault-boundary"
    body = (f"--{boundary}\r\nContent-Disposition: form-data; name=\"content_type\"\r\n\r\nany\r\n"
            f"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"p.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n").encode()
    body += picture + f"\r\n--{boundary}--\r\n".encode()
    until_answered(roost, "POST", f"/api/models/{model}/content", body, headers={"Content-Type": f"multipart/form-data; boundary={boundary}"})


def start_bots(roost, rng, count):
    bots = [Bot(roost, n, rng.randrange(2**32)) for n in range(count)]
    for bot in bots:
        bot.start()
    return bots


def finish_warmup(roost, bots, accounts, within_s=180):
    """Waits until every account of a model is ready or waits for a person; returns what the bots were told."""
    deadline = time.monotonic() + within_s
    while not any(b.failure for b in bots):
        items = list(roost.items("/api/accounts", **{"filter[model_id]": "ne:null:"}))
        if sum(1 for a in items if a["lifecycle_state"] == "ready" or a["requires_human_review"]) == accounts:
            break
        if time.monotonic() > deadline:
            states = [(a["lifecycle_state"], a["warmup_step"], a["due_at"]) for a in items if a["lifecycle_state"] != "ready"]
            raise AssertionError(f"the warm-up did not finish in time; {len(states)} left, the first {states[:3]}")
        threading.Event().wait(0.3)
    for bot in bots:
        bot.end()
    return [entry for bot in bots for entry in bot.acknowledged]
