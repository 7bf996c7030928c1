#!/usr/bin/env python3
"""Kills and starves the real program while it works, restarts it, and checks that every invariant holds (REL-1).

tests/fault/run.py SCENARIO [--kills N] [--seed N] [--engine sqlite|postgres]; shows the seed, so that a failure repeats.
"""
import argparse
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from clock import clock_jumps
from kills import import_under_kills, warmup_under_kills
from outages import full_disk, locked_database
from roost_process import Roost

SCENARIOS = {f.__name__: f for f in (import_under_kills, warmup_under_kills, full_disk, locked_database, clock_jumps)}


def run(scenario, engine, seed, kills, program):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="roost-fault."))
    data, database, mounted = folder / "data", "", False
    data.mkdir()
    if engine == "postgres":
        name = f"fault_{os.getpid()}_{scenario}"
        subprocess.run(["psql", os.environ["ROOST_TEST_POSTGRES"], "-qc", f"CREATE DATABASE {name}"], check=True)
        database = os.environ["ROOST_TEST_POSTGRES"].replace("/postgres?", f"/{name}?")
    if scenario == "full_disk" and engine == "sqlite":
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(data)], check=True)
        mounted = True
    roost = Roost(program, data, database)
    passed = False
    try:
        roost.owner()
        told = SCENARIOS[scenario](roost, random.Random(seed), kills)
        roost.stop()
        passed = True
        print(f"ok {scenario} ({engine}, seed {seed}): {told}")
    finally:
        if roost.process and roost.process.poll() is None:
            roost.process.kill()
            roost.process.wait()
        if mounted:
            subprocess.run(["umount", str(data)], check=False)
        if passed:
            shutil.rmtree(folder)
        else:
            print(f"FAILED {scenario} ({engine}): repeat with --seed {seed}; data and log are kept in {folder}", file=sys.stderr)


def main():
    long = os.environ.get("ROOST_TEST_LONG") == "1"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", choices=SCENARIOS)
    parser.add_argument("--kills", type=int, default=50 if long else 5)
    parser.add_argument("--seed", type=int, default=int(time.time()) if long else 7)
    parser.add_argument("--engine", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--program", default=os.environ.get("ROOST_PROGRAM", "build/release/roost"))
    args = parser.parse_args()
    run(args.scenario, args.engine, args.seed, args.kills, pathlib.Path(args.program).resolve())


if __name__ == "__main__":
    main()
