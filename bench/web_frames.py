"""The web application over all accounts in Chromium: frames while scrolling, and the first page of a cold browser (web/scripts/frames.mjs)."""
import json
import pathlib
import subprocess

WEB = pathlib.Path(__file__).resolve().parent.parent / "web"
PASSWORD = "correct horse battery staple"  # the one that the driver gives its owner


def web(bench):
    """Needs the accounts imported, Chromium, and the packages of web/."""
    url = f"http://127.0.0.1:{bench.roost.port}"
    run = subprocess.run(["node", "scripts/frames.mjs", url, "owner@example.com", PASSWORD], cwd=WEB, capture_output=True, text=True, check=True)
    for figures in map(json.loads, run.stdout.splitlines()):
        if "frames" in figures:
            frames(bench, figures)
        else:
            spread = f"{figures['median_ms']} ms ({figures['from_ms']}–{figures['to_ms']})"
            bench.row(figures["measure"], spread, "≤ 2,000 ms", "met" if figures["median_ms"] <= 2000 else "NOT MET")
            bench.row("  main thread, at full speed", f"{figures['main_thread_cpu_ms_at_full_speed']} ms of processor time")


def frames(bench, figures):
    times = f"p50 {figures['p50_ms']} p99 {figures['p99_ms']} longest {figures['longest_ms']} ms"
    verdict = "met" if figures["over_50"] == 0 else f"NOT MET, {figures['over_50']} of {figures['frames']}"
    bench.row(figures["measure"], times, "no frame over 50 ms", verdict)
    bench.row("  longest task of the main thread", f"{figures['longest_task_cpu_ms']} ms of processor time", "≤ 33 ms",
              "met" if figures["longest_task_cpu_ms"] <= 33 else "NOT MET")
