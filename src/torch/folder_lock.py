"""The lock of a run folder, as src/cli/io/lock.ts keeps it: a folder has one writer, of either program."""
import atexit
import datetime
import json
import os
import socket
import threading
import time
import uuid

from run_files import InputError

BEAT, STALE, PAUSE, SETTLE = 5, 30, 0.25, 0.3  # seconds


def this_machine():
    try:
        with open("/proc/sys/kernel/random/boot_id") as file:
            return f"{socket.gethostname()} {file.read().strip()} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return socket.gethostname()


def start_of(pid):
    """When a process started, in ticks of the system; None without /proc."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            state, *fields = file.read().rsplit(") ", 1)[1].split(" ")
            return "ended" if state == "Z" else fields[18]
    except (OSError, IndexError):
        return None


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # a process of another user
    return True


class FolderLock:
    """Takes the lock of an existing folder; waits up to `wait` seconds for its owner. Raises InputError that names the owner."""

    def __init__(self, folder, wait=0):
        self.folder, self.path = folder, f"{folder}/.run.lock"
        self.owner = {
            "token": str(uuid.uuid4()),
            "pid": os.getpid(),
            "started": start_of(os.getpid()),
            "machine": this_machine(),
            "host": socket.gethostname(),
            "since": datetime.datetime.now(datetime.timezone.utc).isoformat(),
        }
        self.take(time.monotonic() + wait)
        atexit.register(self.release)
        threading.Thread(target=self.beat, daemon=True).start()

    def take(self, deadline):
        replaced = False
        while not self.create():
            owner, mark = self.read()
            if mark is None and os.path.islink(self.path):
                raise InputError(f"invalid --out: expected a lock that is a file, got the link {self.path}")
            if mark is None:
                time.sleep(PAUSE)  # it was just released
            elif self.is_gone(owner, mark):
                self.remove()
                replaced = True
            elif time.monotonic() >= deadline:
                raise self.in_use(owner)
            else:
                time.sleep(PAUSE)
        if replaced:
            time.sleep(SETTLE)  # of two that replace one lock at once, the later one owns it
            if not self.is_owned():
                raise self.in_use(self.read()[0])

    def create(self):
        try:
            file = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
        except FileExistsError:
            return False
        with os.fdopen(file, "w") as opened:
            opened.write(f"{json.dumps(self.owner)}\n")
        return True

    def read(self):
        """The owner in the lock, None if it is incomplete; and a mark that every heartbeat changes, None without a lock."""
        try:
            with open(self.path) as file:
                text, mark = file.read(), os.fstat(file.fileno()).st_mtime_ns
        except FileNotFoundError:
            return None, None
        try:
            owner = json.loads(text)
            return (owner if {"token", "pid", "machine"} <= owner.keys() else None), (mark, text)
        except (ValueError, AttributeError):
            return None, (mark, text)

    def is_gone(self, owner, mark):
        """Whether the owner has ended: known of a process of this machine, otherwise watched for half a minute."""
        if owner is not None and owner["machine"] == self.owner["machine"]:
            if not is_alive(owner["pid"]):
                return True
            started = start_of(owner["pid"])
            if started is not None and owner.get("started") is not None:
                return started != owner["started"]
        end = time.monotonic() + STALE
        while time.monotonic() < end:
            time.sleep(PAUSE)
            if self.read()[1] != mark:
                return False
        return True

    def is_owned(self):
        owner, _ = self.read()
        return owner is not None and owner["token"] == self.owner["token"]

    def require_owned(self):
        if not self.is_owned():
            raise RuntimeError(f"could not continue in {self.folder}: another process has taken its lock")

    def in_use(self, owner):
        named = f"process {owner['pid']} on {owner.get('host')}" if owner else "another process"
        return InputError(f"invalid --out: expected a folder that no other process writes to, got {self.folder}, which {named} uses")

    def beat(self):
        while True:
            time.sleep(BEAT)
            try:
                os.utime(self.path)
            except OSError:
                pass  # the folder is gone, or the disk does not respond: the next attempt may succeed

    def release(self):
        if self.is_owned():
            self.remove()

    def remove(self):
        try:
            os.remove(self.path)
        except FileNotFoundError:
            pass
