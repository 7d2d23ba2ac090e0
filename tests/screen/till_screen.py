"""A till in a terminal of its own, for the tests of the screen.

tmux is the terminal: keys go in, the picture comes out as text. Two ways of
typing, as they differ for the till: scan() is one burst, as a scanner that is
a keyboard sends it; type() is a person, a key every 60 ms.

With SCREENS_WRITE=1 in the environment pictures are kept instead of compared;
read them before they are committed.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
PICTURES = TOP / "tests/screen/pictures"
BIN = pathlib.Path(os.environ.get("TITIPAN_BIN", TOP / "build"))
PIN = "246810"
WAIT_S = 15


def shop(folder, now="2026-11-02T09:00"):
    """A rehearsal mart with a cashier, a supervisor and five items."""
    env = dict(
        os.environ,
        MART_DB=f"{folder}/mart.db",
        MART_NOW=now,
        MART_PIN=PIN,
        MART_NEW_PIN=PIN,
        LANGUAGE="en",
        LC_ALL="C.UTF-8",
    )

    def backoffice(*words):
        done = subprocess.run(
            [BIN / "backoffice", *words],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"backoffice {' '.join(words)}: {done.stderr}")

    backoffice(
        "init", "--code", "GTN", "--name", "Mart Gedong Tataan",
        "--owner", "ani", "--rehearsal",
    )  # fmt: skip
    for name, role in (("sari", "supervisor"), ("kasir", "cashier")):
        backoffice("--user", "ani", "user", "add", name, "--role", role)
    backoffice("--user", "ani", "agreement", "set", "--commission", "20")
    for code, name in (("P1", "Kripik Bu Sri"), ("P2", "Kopi Pak Tono")):
        backoffice(
            "--user", "ani", "producer", "add", "--code", code, "--name", name
        )
    for sku, name, price, more in (
        ("KRP", "Kripik pisang", 12500, "--producer P1 --barcode 8991234567891"),
        ("KOPI", "Kopi robusta", 78000, "--producer P2 --unit kg"),
        ("TEH", "Teh melati", 10000, "--barcode 8991002101234"),
        ("KAIN", "Kain tapis motif naga dengan benang emas", 1250000, "--producer P1"),
        ("PISANG", "Pisang goreng madu", 3486, "--producer P1 --barcode 212121"),
    ):
        backoffice(
            "--user", "ani", "item", "add", "--sku", sku, "--name", name,
            "--price", str(price), *more.split(),
        )  # fmt: skip
    for goods in (("P1", "KRP=100", "KAIN=2", "PISANG=40"), ("P2", "KOPI=20.5")):
        backoffice("--user", "ani", "stock", "receive", "--producer", *goods)
    backoffice(
        "--user", "ani", "stock", "receive", "--supplier", "Toko Jaya", "TEH=50*6000"
    )
    return env


class Till:
    """pos on a terminal of this size. Use it with `with`."""

    def __init__(self, env, columns=80, rows=24, language="id"):
        self.env = dict(env, LANGUAGE=language)
        self.size = f"{columns}x{rows}"
        self.language = language
        self.socket = tempfile.mktemp(prefix="tmux-", dir=os.environ.get("TMPDIR"))
        self.tmux(
            "-f", "/dev/null", "new-session", "-d",
            "-x", str(columns), "-y", str(rows),
            f"exec {BIN / 'pos'}", ";", "set", "-g", "status", "off",
        )  # fmt: skip

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.tmux("kill-server", check=False)

    def tmux(self, *words, check=True):
        done = subprocess.run(
            ["tmux", "-S", self.socket, *words],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(f"tmux {words}: {done.stderr}")
        return done.stdout

    def picture(self):
        text = self.tmux("capture-pane", "-p")
        return "".join(f"{line.rstrip()}\n" for line in text.split("\n"))

    def keys(self, *names):
        """Keys by tmux's names (F4, Enter, Up, DC for delete), one by one."""
        for name in names:
            self.tmux("send-keys", name)
            time.sleep(0.06)

    def type(self, text):
        for character in text:
            self.tmux("send-keys", "-l", character)
            time.sleep(0.06)

    def scan(self, code):
        self.tmux("send-keys", code, "Enter")

    def wait(self, *texts, without=()):
        """Until the picture holds all of the texts; returns it."""
        until = time.monotonic() + WAIT_S
        while True:
            picture = self.picture()
            missing = [text for text in texts if text not in picture]
            left = [text for text in without if text in picture]
            if not missing and not left:
                return picture
            if time.monotonic() > until:
                raise AssertionError(
                    f"waited for {missing}, without {left}:\n{picture}"
                )
            time.sleep(0.03)

    def check(self, name, *texts, without=()):
        """Waits for the texts, then for the kept picture of this name."""
        self.wait(*texts, without=without)
        kept = PICTURES / f"{name}-{self.size}-{self.language}.txt"
        if os.environ.get("SCREENS_WRITE"):
            time.sleep(0.5)
            PICTURES.mkdir(exist_ok=True)
            picture = self.picture().rstrip("\n") + "\n"
            kept.write_text(picture, encoding="utf-8")
            return
        expected = kept.read_text(encoding="utf-8")
        until = time.monotonic() + WAIT_S
        while (picture := self.picture().rstrip("\n") + "\n") != expected:
            if time.monotonic() > until:
                raise AssertionError(
                    f"{kept.name} is not the picture:\n{picture}\n"
                    f"but was\n{expected}"
                )
            time.sleep(0.03)

    def resize(self, columns, rows):
        self.size = f"{columns}x{rows}"
        self.tmux("resize-window", "-x", str(columns), "-y", str(rows))

    def login(self, user="kasir", pin=PIN):
        self.type(user)
        self.keys("Enter")
        self.type(pin)
        self.keys("Enter")


def facts(env):
    """How many documents of each kind are in the file."""
    done = subprocess.run(
        [
            "sqlite3",
            env["MART_DB"],
            "SELECT kind, COUNT(*) FROM document GROUP BY kind",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(line.split("|") for line in done.stdout.split())
