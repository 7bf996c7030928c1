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
from cluster import Cluster
from kills import import_under_kills, warmup_under_kills
from nodes import two_nodes
from outages import frozen_database, full_disk, locked_database, stopped_database
from roost_process import Roost
from stops import graceful_stop

BOTH = (import_under_kills, warmup_under_kills, full_disk, locked_database, clock_jumps, graceful_stop)
POSTGRES_ONLY = (two_nodes, stopped_database, frozen_database)
SCENARIOS = {f.__name__: f for f in (*BOTH, *POSTGRES_ONLY)}
# These stop or starve PostgreSQL, so they bring their own; with the size of its disk in MB, 0 for any.
OWN_CLUSTER = {full_disk: 180, stopped_database: 0, frozen_database: 0}


def open_database(scenario, name):
    """The address of a new database on PostgreSQL, and the scenario's own cluster if it has one."""
    cluster = None
    if scenario in OWN_CLUSTER:
        cluster = Cluster(disk_mb=OWN_CLUSTER[scenario])
        cluster.start()
    server = cluster.address if cluster else os.environ["ROOST_TEST_POSTGRES"]
    subprocess.run(["psql", server, "-qc", f"CREATE DATABASE {name}"], check=True)
    return server.replace("/postgres?", f"/{name}?"), cluster


def run(scenario, engine, seed, kills, program):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="roost-fault."))
    data, database, cluster, mounted = folder / "data", "", None, False
    data.mkdir()
    if engine == "postgres":
        database, cluster = open_database(scenario, f"fault_{os.getpid()}_{scenario.__name__}")
    elif scenario is full_disk:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(data)], check=True)
        mounted = True
    roost = Roost(program, data, database)
    roost.cluster = cluster
    passed = False
    try:
        roost.owner()
        told = scenario(roost, random.Random(seed), kills)
        roost.stop()
        passed = True
        print(f"ok {scenario.__name__} ({engine}, seed {seed}): {told}")
    finally:
        if roost.process and roost.process.poll() is None:
            roost.process.kill()
            roost.process.wait()
        if cluster:
            cluster.remove()
        if mounted:
            subprocess.run(["umount", str(data)], check=False)
        if passed:
            shutil.rmtree(folder)
        else:
            print(f"FAILED {scenario.__name__} ({engine}): repeat with --seed {seed}; data and log are kept in {folder}", file=sys.stderr)


def main():
    long = os.environ.get("ROOST_TEST_LONG") == "1"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", choices=SCENARIOS)
    parser.add_argument("--kills", type=int, default=50 if long else 5)
    parser.add_argument("--seed", type=int, default=int(time.time()) if long else 7)
    parser.add_argument("--engine", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--program", default=os.environ.get("ROOST_TEST_PROGRAM", "build/release/roost"))
    args = parser.parse_args()
    run(SCENARIOS[args.scenario], args.engine, args.seed, args.kills, pathlib.Path(args.program).resolve())


if __name__ == "__main__":
    main()
