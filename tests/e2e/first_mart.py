"""A mart of the first schema, as its program left it: tests/e2e/first/ holds
the file as SQL, its key and its head. 35 documents in the rehearsal mart GTN
of ani (owner), budi (manager), sari (supervisor), kasir (cashier): goods
taken in, sales, a refund, a settlement paid, a shift that is still open."""
import os
import shutil
import sqlite3

from mart import TOP, Mart

FIRST = os.path.join(TOP, "tests/e2e/first")
DOCUMENTS = 35
NOW = "2026-11-03T10:00"
HEAD_LENGTH = 192


def make(folder=None):
    mart = Mart(folder, now=NOW)
    os.makedirs(mart.folder, exist_ok=True)
    os.chmod(mart.folder, 0o700)
    db = sqlite3.connect(mart.file, isolation_level=None)
    with open(os.path.join(FIRST, "mart.sql"), encoding="utf-8") as sql:
        db.executescript(sql.read())
    db.execute("PRAGMA application_id=1414091856")
    db.execute("PRAGMA user_version=1")
    db.execute("PRAGMA journal_mode=WAL")
    db.close()
    shutil.copy(os.path.join(FIRST, "mart.key"), mart.file + ".key")
    with open(os.path.join(FIRST, "mart.head"), encoding="ascii") as head:
        line = head.read().rstrip().ljust(HEAD_LENGTH - 1) + "\n"
    with open(mart.file + ".head", "w", encoding="ascii") as head:
        head.write(line)
    return mart


def copy(mart, folder):
    """The mart in another folder, as a program that ended left it."""
    os.makedirs(folder, mode=0o700)
    for name in os.listdir(mart.folder):
        shutil.copy(os.path.join(mart.folder, name), folder)
    return Mart(folder, now=NOW)


def ask(path, sql):
    """A look at the file without any program of ours."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def schema(path):
    return ask(path, "PRAGMA user_version")[0][0]


def documents(path):
    return ask(path, "SELECT id, hash FROM document ORDER BY id")


def kinds(path, kind):
    return ask(path, "SELECT count(*) FROM document "
               f"WHERE kind = '{kind}'")[0][0]
