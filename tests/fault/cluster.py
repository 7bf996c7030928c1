"""cluster.py: a PostgreSQL of one scenario's own, which it may stop, freeze and starve."""
import glob
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile


class Cluster:
    """A cluster in a temporary folder that listens on a unix socket only. With `disk_mb` it stands on a disk of that size."""

    def __init__(self, disk_mb=0):
        self.bin = pathlib.Path(sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1])
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="roost-cluster."))
        self.data, self.mounted = self.folder / "disk" / "data", False
        self.data.parent.mkdir()
        if disk_mb:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={disk_mb}m", "tmpfs", str(self.data.parent)], check=True)
            self.mounted = True
        self.user = []
        if os.getuid() == 0:
            self.user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            for path in (self.folder, self.data.parent):
                shutil.chown(path, "postgres")
        self._run("initdb", "-A", "trust", "-U", "roost", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self.address = f"postgres:///postgres?host={self.folder}&user=roost"

    def _run(self, program, *arguments, check=True):
        return subprocess.run([*self.user, str(self.bin / program), "-D", str(self.data), *arguments], check=check, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode

    def start(self):
        options = f"-k {self.folder} -c listen_addresses='' -c max_connections=100 -c min_wal_size=32MB -c max_wal_size=64MB"
        self._run("pg_ctl", "-w", "-l", str(self.folder / "server.log"), "-o", options, "start")

    def stop(self, how="fast"):
        self._run("pg_ctl", "-m", how, "-w", "stop")

    def runs(self):
        return self._run("pg_ctl", "status", check=False) == 0

    def _processes(self):
        postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        children = pathlib.Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        return [postmaster, *map(int, children)]

    def freeze(self):
        """Every process stands still: connections stay open, nothing answers."""
        self.frozen = self._processes()
        for process in self.frozen:
            os.kill(process, signal.SIGSTOP)

    def thaw(self):
        for process in self.frozen:
            os.kill(process, signal.SIGCONT)

    def remove(self):
        if self.runs():
            self.stop("immediate")
        if self.mounted:
            subprocess.run(["umount", str(self.data.parent)], check=True)
        shutil.rmtree(self.folder)
