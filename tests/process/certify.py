"""certify.py PROGRAM: `roost certify` examines bots as processes do: a careful one is certified, each careless one is told why not (BOT-4)."""
import concurrent.futures
import http.client
import json
import subprocess
import sys
import threading
import time
import urllib.parse

# What is wrong with a bot, and the verdict that must say so; the rules have tests of their own.
CARELESS = {"forgets_lost_reports": "lost_report", "completes_without_picture": "no_picture", "sends_wrong_fields": "manners"}


class Bot:
    """A bot of forty lines that only pretends its steps."""

    def __init__(self, introduction, defect):
        self.address = urllib.parse.urlsplit(introduction["url"])
        self.bot_id, self.token, self.defect = introduction["bot_id"], introduction["token"], defect
        self.ended = threading.Event()

    def ask(self, method, path, body=None):
        """Status, headers and bytes; nothing when the answer was lost."""
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=60)
        try:
            headers = {"Authorization": f"Bearer {self.token}"}
            if body is not None:
                headers["Content-Type"] = "application/json"
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def insist(self, method, path, body=None, tries=60, careless=False):
        for _ in range(tries):
            answer = self.ask(method, path, body)
            if answer and answer[0] not in (429, 503):
                return answer
            if careless and answer is None:
                return None
            self.ended.wait(float(answer[1].get("Retry-After", 1)) if answer else 0.2)
        return None

    def turn(self):
        answer = self.insist("GET", f"/api/bot/next-task/{self.bot_id}?wait=2")
        if answer is None or answer[0] == 401:
            self.ended.set()
        elif answer[0] == 200:
            self.work(json.loads(answer[2]))

    def work(self, task):
        path = f"/api/bot/account/{task['account']['id']}/content?task_id={task['task_id']}"
        answer = self.insist("GET", path)
        if answer is None or answer[0] != 200:
            return  # the token died meanwhile, which the next turn finds out
        content = json.loads(answer[2])
        report = {"task_id": task["task_id"], "bot_id": self.bot_id, "execution_time_ms": 5}
        if self.defect == "sends_wrong_fields":
            self.ask("PUT", f"/api/bot/heartbeat/{self.bot_id}", {"status": "working", "mood": "good"})
        complete = content["image"] is None or self.insist("GET", content["image"]["url"], tries=3) is not None
        if complete or self.defect == "completes_without_picture":
            path = "/api/bot/step-complete"
        else:
            path, report = "/api/bot/step-failed", {**report, "error_code": "other", "error_message": "There is no picture."}
        self.insist("POST", path, report, careless=self.defect == "forgets_lost_reports")

    def run(self):
        while not self.ended.is_set():
            self.turn()


def examine(program, defect):
    process = subprocess.Popen([program, "certify", "--port", "0", "--patience", "20", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    bot = Bot(json.loads(process.stdout.readline()), defect)
    thread = threading.Thread(target=bot.run)
    thread.start()
    try:
        told = json.loads(process.stdout.readline())
        code = process.wait(timeout=30)
    finally:
        bot.ended.set()
        process.kill()
        thread.join()
    failed = [one["name"] for one in told["verdicts"] if one["outcome"] == "failed"]
    unseen = [one["name"] for one in told["verdicts"] if one["outcome"] == "not_seen" and one["needed"]]
    assert not unseen, f"{defect}: not seen: {unseen}"
    assert failed == ([CARELESS[defect]] if defect else []), f"{defect}: {[one for one in told['verdicts'] if one['outcome'] != 'passed']}"
    assert told["certified"] == (not defect) and code == (1 if defect else 0), (defect, told["certified"], code)


def main():
    started = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(lambda defect: examine(sys.argv[1], defect), ["", *CARELESS]))
    print(f"certify: one careful bot certified, {len(CARELESS)} careless ones told why not, in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
