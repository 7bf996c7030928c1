"""demo_and_sandbox.py PROGRAM: `roost demo` and `roost sandbox` as processes: what they print, how they end (RUN-2, RUN-9, SBX-1)."""
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import urllib.request


def lines_until(process, pattern):
    """What it prints up to the line that matches; fails when it ends before."""
    seen = []
    for line in process.stdout:
        seen.append(line)
        if re.search(pattern, line):
            return "".join(seen)
    raise AssertionError(f"ended with {process.wait()} after {seen}")


def run(command, until, look):
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        look(lines_until(process, until))
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=60)
        assert code == 0, f"{command[1]}: SIGTERM must end with 0, not {code}"
    finally:
        process.kill()
        process.wait()


def get(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read().decode()


def look_at_demo(printed):
    base = re.search(r"listening on (\S+)", printed)[1]
    assert '"demo":true' in get(base + "/api/auth/options").replace(" ", "")
    assert "Roost sandbox" in get(re.search(r"sandbox at (\S+)", printed)[1])


def look_at_sandbox(printed):
    assert "Roost sandbox" in get(re.search(r"control\s+(\S+)", printed)[1])


SEEDED = ("users", "models", "proxies", "content_items", "content_texts", "bots", "accounts", "warmup_step_logs")


def counts(data):
    """How many rows the demonstration's tables have; of those that are not there yet 0."""
    found = dict.fromkeys(SEEDED, 0)
    file = pathlib.Path(data) / "roost.db"
    if not file.exists():
        return found
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)
    try:
        for table in SEEDED:
            found[table] = database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
    except sqlite3.OperationalError:
        pass  # not migrated yet, or not even a database
    finally:
        database.close()
    return found


def kill_when(command, data, table):
    """Starts it and kills it as soon as the table has rows; whether it came to that before it was filled."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        while counts(data)[table] == 0:
            assert process.poll() is None, f"ended with {process.returncode} before {table} was filled"
            threading.Event().wait(0.01)
        process.kill()
    finally:
        process.kill()
        process.wait()


def seeding_under_kills(program, folder):
    """Killed after each part of it, the demonstration goes on and ends as one that nobody killed."""
    def command(data):
        return [program, "demo", "--data", data, "--listen", "127.0.0.1:0", "--failure-rate", "0"]

    whole, cut = folder + "/whole", folder + "/cut"
    run(command(whole), r"/invite\?token=", lambda printed: None)
    for table in SEEDED[:-1]:
        kill_when(command(cut), cut, table)
    run(command(cut), r"/invite\?token=", look_at_demo)
    seeded, expected = counts(cut), counts(whole)
    for table in SEEDED[:-1]:  # bots add to the last one
        assert seeded[table] == expected[table] > 0, f"{table}: {seeded[table]} rows, not {expected[table]}"


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        demo = [program, "demo", "--data", folder + "/demo", "--listen", "127.0.0.1:0"]
        for _ in ("fills", "finds"):
            run(demo, r"/invite\?token=", look_at_demo)
        seeding_under_kills(program, folder)
    run([program, "sandbox", "--listen", "127.0.0.1:0"], r"^exit ", look_at_sandbox)
    refused = subprocess.run([program, "sandbox", "--listen", "0.0.0.0:80"], capture_output=True, text=True, timeout=30)
    assert refused.returncode == 1 and "this machine only" in refused.stderr, refused
    print("demo and sandbox: start, answer, end with 0; a killed seeding goes on")


if __name__ == "__main__":
    main()
