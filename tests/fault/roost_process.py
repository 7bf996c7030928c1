"""roost_process.py: starts, kills and restarts the real program, and talks to its API."""
import http.client
import json
import os
import pathlib
import queue
import signal
import socket
import subprocess
import threading
import time
import urllib.parse


class Gone(Exception):
    """The program went away before it answered; nothing is known about the request."""


class Problem(Exception):
    """The program answered with an error."""

    def __init__(self, status, body, retry_after=None):
        super().__init__(f"{status} {body}")
        self.status, self.body, self.retry_after = status, body, retry_after
        self.code = body.get("code", "") if isinstance(body, dict) else ""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Roost:
    """One data folder and the program that serves it. Thread-safe for requests."""

    def __init__(self, program, data, database="", environment=None):
        self.program, self.data, self.database = str(program), pathlib.Path(data), database
        self.port, self.process, self.token, self.cluster = free_port(), None, "", None
        self.environment = {**os.environ, **(environment or {})}
        self.local = threading.local()

    def command(self, *arguments):
        options = ["--data", str(self.data)] + (["--database", self.database] if self.database else [])
        done = subprocess.run([self.program, *arguments, *options], env=self.environment, capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise RuntimeError(f"roost {' '.join(arguments)}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout.strip()

    def start(self, wait_s=30):
        log = open(self.data.parent / "server.log", "ab")
        command = [self.program, "serve", "--data", str(self.data), "--listen", f"127.0.0.1:{self.port}"]
        command += ["--database", self.database] if self.database else []
        self.process = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=log, text=True)
        lines = queue.Queue()
        threading.Thread(target=self._read, args=(self.process.stdout, lines), daemon=True).start()
        deadline = time.monotonic() + wait_s
        while True:
            try:
                line = lines.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise RuntimeError(f"no 'listening on' line within {wait_s} s; see {log.name}") from None
            if line is None:
                raise RuntimeError(f"the program ended with {self.process.wait()}; see {log.name}")
            if line.startswith("listening on "):
                return

    @staticmethod
    def _read(stream, lines):
        for line in stream:
            lines.put(line)
        lines.put(None)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, within_s=30):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=within_s)
        assert code == 0, f"SIGTERM must end with 0, not {code}"

    def owner(self, email="owner@example.com", workspace="Fault"):
        """Makes an owner and keeps their token for every following request."""
        password = self.data.parent / "password"
        password.write_text("correct horse battery staple\n")
        self.command("user", "create", "--email", email, "--password-file", str(password), "--workspace", workspace)
        self.token = self.command("token", "create", "--email", email, "--workspace", workspace, "--name", "fault")
        return self.token

    def bot(self, name, workspace="Fault"):
        made = json.loads(self.command("bot", "create", "--workspace", workspace, "--name", name))
        return made["bot_id"], made["token"]

    def request(self, method, path, body=None, token=None, headers=None, timeout=60):
        """(status, parsed body); raises Gone when the connection broke and Problem for 4xx and 5xx."""
        headers = {"Authorization": f"Bearer {token or self.token}", **(headers or {})}
        if isinstance(body, (dict, list)):
            body, headers["Content-Type"] = json.dumps(body), "application/json"
        connection = getattr(self.local, "connection", None)
        try:
            if connection is None:
                connection = self.local.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.local.connection = None
            if connection is not None:
                connection.close()
            raise Gone(f"{method} {path}: {error!r}") from error
        parsed = json.loads(data) if data and "json" in answer.headers.get("Content-Type", "") else data.decode(errors="replace")
        if answer.status >= 400:
            raise Problem(answer.status, parsed, answer.headers.get("Retry-After"))
        return answer.status, parsed

    def get(self, path, **query):
        """Reading may be repeated, so a connection that an earlier kill broke is just opened again."""
        suffix = "?" + urllib.parse.urlencode(query) if query else ""
        for _ in range(100):
            try:
                return self.request("GET", path + suffix)[1]
            except Gone as error:
                last = error
                threading.Event().wait(0.05)
        raise last

    def items(self, path, **query):
        """Every item of a list, by cursor."""
        page = self.get(path, limit=1000, **query)
        yield from page["items"]
        while page["next_cursor"]:
            page = self.get(path, limit=1000, cursor=page["next_cursor"], **query)
            yield from page["items"]

    def finished_job(self, job_id, within_s=300):
        """The job once it ended; survives restarts in between."""
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            try:
                status, job = self.request("GET", f"/api/jobs/{job_id}", headers={"Prefer": "wait=5"})
                if job["state"] in ("succeeded", "failed", "cancelled"):
                    return job
                threading.Event().wait(0.1)
            except Gone:
                threading.Event().wait(0.05)
            except Problem as problem:  # the database may be away
                if problem.status != 503:
                    raise
                threading.Event().wait(0.05)
        raise AssertionError(f"job {job_id} did not end within {within_s} s")
