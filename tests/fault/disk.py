"""What the tests of the disk share: a mart in a small folder, the programs
with preload_disk.so under them, and tool_disk, which makes crash images of
what they did and looks at them."""
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

from flows import BASE, INIT, ITEMS, NOW, PIN

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
BIN = os.path.abspath(os.environ.get("TITIPAN_BIN",
                                     os.path.join(TOP, "build")))
PRELOAD = os.path.join(BIN, "tests/fault/preload_disk.so")
LONG = os.environ.get("FAULT_LONG") == "1"
SEED = int(os.environ.get("SEED") or int.from_bytes(os.urandom(4), "big"))
ANSWER_S = 120
RECORD = struct.Struct("<IIQQQ")
BOOT = "11111111-1111-1111-1111-111111111111"
NEXT_BOOT = "22222222-2222-2222-2222-222222222222"

failures = []


def fail(what):
    """Notes a failure; the test goes on and ends 1."""
    failures.append(what)
    if len(failures) <= 40:
        print(f"FAIL {what}", flush=True)


def report(fault, words, cases, wrong, control):
    """The line for the table of faults; control: None where there is none."""
    caught = "-" if control is None else "caught" if control else "missed"
    if control is False:
        failures.append(f"{fault}: its control was not noticed")
    print(f"fault: {fault} | {words} | {cases} | {wrong} | {caught}",
          flush=True)


def finish(scratch, tool):
    """The test's exit code; what it needs to be looked into stays."""
    tool.process.stdin.close()
    tool.process.wait()
    used = os.times()
    print(f"  {used.user + used.system + used.children_user + used.children_system:.0f} s of work")
    if not failures:
        shutil.rmtree(scratch, ignore_errors=True)
        return 0
    print(f"{len(failures)} failures; again: SEED={SEED} {sys.argv[0]}; "
          f"kept: {scratch}")
    return 1


class Tool:
    """tool_disk, a command at a time."""

    def __init__(self, scratch):
        self.errors = os.path.join(scratch, "tool.errors")
        env = {**os.environ, "LD_PRELOAD": PRELOAD, "DISK_FAST": "1",
               "DISK_BOOT": NEXT_BOOT, "MART_NOW": NOW, "LANGUAGE": "en"}
        with open(self.errors, "wb") as errors:
            self.process = subprocess.Popen(
                [os.path.join(BIN, "tests/fault/tool_disk")], env=env,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                text=True)

    def ask(self, *words):
        """(the words of the last line, the lines before it)"""
        self.process.stdin.write(" ".join(str(w) for w in words) + "\n")
        self.process.stdin.flush()
        lines = []
        while True:
            line = self.process.stdout.readline()
            if not line:
                with open(self.errors, encoding="utf-8") as errors:
                    said = errors.read()[-2000:]
                sys.exit(f"tool_disk ended within {words}:\n{said}")
            line = line.rstrip("\n")
            if re.match(r"(ok|no)\b", line):
                return line.split(" "), lines
            lines.append(line)

    def number(self, *words):
        answer, _ = self.ask(*words)
        return int(answer[1])


class Mart:
    """A mart's folder and the two programs upon it."""

    def __init__(self, folder, tool):
        self.folder = folder
        self.tool = tool
        self.log = None       # gets a record of each operation
        self.extra = {}       # more of the environment: DISK_FAULT=...
        os.makedirs(folder, exist_ok=True)

    def env(self):
        env = {"PATH": f"{BIN}:/usr/bin:/bin", "HOME": self.folder,
               "MART_DB": os.path.join(self.folder, "mart.db"),
               "MART_PIN": PIN, "MART_NEW_PIN": PIN, "MART_NOW": NOW,
               "TZ": "UTC", "LC_ALL": "C.UTF-8", "LANGUAGE": "en",
               "TMPDIR": os.path.dirname(self.folder),
               "LD_PRELOAD": PRELOAD, "DISK_FOLDER": self.folder,
               "DISK_FAST": "1", "DISK_BOOT": BOOT}
        if self.log:
            env["DISK_LOG"] = self.log
        return {**env, **self.extra}

    def newest(self, kind):
        """The newest document of a kind, by its text."""
        return self.query("SELECT '1-' || (max(id) & 0xffffffffff) FROM"
                          f" document WHERE kind = '{kind}'")[0]

    def command(self, step):
        """The step's words, and what it reads."""
        if len(step) == 1:
            paper = os.path.join(os.path.dirname(self.folder), "paper")
            return ["pos", "--printer", f"file:{paper}", "--script", "-"], \
                step[0]
        known = {"{folder}": lambda: self.folder,
                 "{items}": lambda: self.folder + ".items.csv",
                 "{settlement}": lambda: self.newest("settlement"),
                 "{payout}": lambda: self.newest("payout")}
        words = []
        for word in step:
            for name, value in known.items():
                if name in word:
                    word = word.replace(name, value())
            words.append(word)
        with open(self.folder + ".items.csv", "w", encoding="utf-8") as csv:
            csv.write(ITEMS)
        return words, ""

    def run(self, step):
        """One step; a subprocess.CompletedProcess with bytes."""
        words, text = self.command(step)
        return subprocess.run(words, env=self.env(), input=text.encode(),
                              cwd=os.path.dirname(self.folder),
                              capture_output=True, timeout=ANSWER_S,
                              check=False)

    def do(self, step):
        """One step that must be done; the log gets to know how it ended."""
        done = self.run(step)
        if done.returncode:
            sys.exit(f"{step} ended {done.returncode}: {done.stderr.decode()}"
                     f"{done.stdout.decode()[-800:]}")
        if self.log:
            self.note_count()
        return done

    def note_count(self, count=None):
        """Into the log: so many documents are acknowledged by now; all that
        are there, if not said."""
        if count is None:
            count = self.tool.number("count", self.folder)
        with open(self.log, "ab") as log:
            log.write(RECORD.pack(ord("E"), 1, 0, count, 0) + b"\0")

    def count_operations(self, step, kinds):
        """Does the step; how many operations of these kinds it has."""
        path = self.folder + ".count"
        self.extra = {"DISK_FAULT": f"count:{kinds}:0", "DISK_COUNT": path}
        self.run(step)
        self.extra = {}
        with open(path, encoding="utf-8") as count:
            return int(count.read())

    def state(self):
        """What is in the mart: the same for two in which the same was done."""
        answer, lines = self.tool.ask("state", self.folder)
        if answer[0] != "ok":
            sys.exit(f"{self.folder} cannot be read")
        return lines

    def query(self, sql):
        """The rows of a query in SQLite itself."""
        done = subprocess.run(
            ["sqlite3", "-readonly", os.path.join(self.folder, "mart.db"),
             sql], capture_output=True, text=True, check=True)
        return done.stdout.split()

    def copy_to(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return Mart(folder, self.tool)


def new_scratch():
    scratch = os.path.realpath(tempfile.mkdtemp(prefix="disk-"))
    print(f"SEED={SEED}", flush=True)
    return scratch


def base_mart(scratch, tool):
    """The mart in which the flows are done."""
    mart = Mart(os.path.join(scratch, "mart"), tool)
    mart.do(INIT)
    for step in BASE:
        mart.do(step)
    return mart
