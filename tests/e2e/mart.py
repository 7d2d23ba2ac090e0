"""What the end-to-end tests share: a mart in a folder of its own, the two
programs, and a till that answers a line at a time."""
import json
import os
import select
import shlex
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
BIN = os.path.abspath(os.environ.get("TITIPAN_BIN", os.path.join(TOP, "build")))
PIN = "246810"
ANSWER_S = 60


def need_programs():
    for program in ("pos", "backoffice"):
        if not os.access(os.path.join(BIN, program), os.X_OK):
            sys.exit(f"{BIN}/{program}: not there; set TITIPAN_BIN or build")


def fail(what):
    print(f"FAIL {what}")
    print(f"  again: TITIPAN_BIN={BIN} {' '.join(sys.argv)}")
    sys.exit(1)


def take_sums_off(path):
    """Zeros in place of each page's sum, as nobody may find them who changes a
    mart's file by other programs and knows of them."""
    with open(path, "r+b") as file:
        header = file.read(100)
        size = int.from_bytes(header[16:18], "big")
        if header[20] != 8:
            return
        for end in range(size, os.path.getsize(path) + 1, size):
            file.seek(end - 8)
            file.write(bytes(8))


class Mart:
    """A rehearsal mart in a new folder: ani (owner), budi (manager)."""

    def __init__(self, folder=None, now="2026-11-02T09:00"):
        self.folder = folder or tempfile.mkdtemp(prefix="mart-")
        self.file = os.path.join(self.folder, "mart.db")
        self.env = {"PATH": f"{BIN}:/usr/bin:/bin", "HOME": self.folder,
                    "XDG_DATA_HOME": self.folder, "MART_DB": self.file,
                    "MART_PIN": PIN, "MART_NEW_PIN": PIN, "TZ": "UTC",
                    "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
            if name in os.environ:
                self.env[name] = os.environ[name]
        if now:
            self.env["MART_NOW"] = now

    def run(self, *words, text=None):
        return subprocess.run([str(w) for w in words], env=self.env,
                              cwd=self.folder, input=(text or "").encode(),
                              capture_output=True, timeout=300, check=False)

    def office(self, *words, user=None):
        command = ["backoffice"] + (["--user", user] if user else []) + [
            str(w) for w in words]
        done = self.run(*command)
        if done.returncode:
            fail(f"{shlex.join(command)} ended {done.returncode}: "
                 f"{done.stderr.decode()[:800]}\n  kept: {self.folder}")
        return done.stdout.decode()

    def list(self, *words):
        return json.loads(self.office(*words, "--format=json"),
                          parse_float=str)

    def script(self, *lines, refusals=False):
        """Answers of one pos process, in order."""
        done = self.run("pos", "--script", "-",
                        text="".join(x + "\n" for x in lines))
        if done.returncode not in ((0, 1) if refusals else (0,)):
            fail(f"pos ended {done.returncode}: {done.stderr.decode()[:500]}"
                 f"\n{done.stdout.decode()[-1500:]}\n  kept: {self.folder}")
        return [json.loads(x, parse_float=str)
                for x in done.stdout.decode().split("\n") if x.strip()]


class Till:
    """One `pos --script -` that is fed a line at a time."""

    def __init__(self, mart):
        self.process = subprocess.Popen(
            ["pos", "--script", "-"], env=mart.env, cwd=mart.folder,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        self.rest = b""

    def send(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def answer(self):
        while b"\n" not in self.rest:
            ready, _, _ = select.select([self.process.stdout], [], [],
                                        ANSWER_S)
            if not ready:
                raise RuntimeError(f"no answer within {ANSWER_S} s")
            more = os.read(self.process.stdout.fileno(), 65536)
            if not more:
                raise RuntimeError("pos ended: " + self.process.stderr.read()
                                   .decode()[:500])
            self.rest += more
        line, self.rest = self.rest.split(b"\n", 1)
        return json.loads(line, parse_float=str)

    def say(self, line):
        """Sends a line; its answer, which must be ok."""
        self.send(line)
        a = self.answer()
        if a["status"] != "ok":
            raise RuntimeError(f"{line}: {a}")
        return a

    def end(self):
        self.process.stdin.close()
        self.process.wait(ANSWER_S)
        return self.process.returncode
