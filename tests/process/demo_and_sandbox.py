"""demo_and_sandbox.py PROGRAM: `roost demo` and `roost sandbox` as processes: what they print, how they end (RUN-2, RUN-9, SBX-1)."""
import re
import signal
import subprocess
import sys
import tempfile
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


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        demo = [program, "demo", "--data", folder + "/demo", "--listen", "127.0.0.1:0"]
        for _ in ("fills", "finds"):
            run(demo, r"/invite\?token=", look_at_demo)
    run([program, "sandbox", "--listen", "127.0.0.1:0"], r"^exit ", look_at_sandbox)
    refused = subprocess.run([program, "sandbox", "--listen", "0.0.0.0:80"], capture_output=True, text=True, timeout=30)
    assert refused.returncode == 1 and "this machine only" in refused.stderr, refused
    print("demo and sandbox: start, answer, end with 0")


if __name__ == "__main__":
    main()
