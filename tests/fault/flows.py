"""Every way in which the product writes, one entry each. A new kind of
document joins the tests of faults by its line in FLOWS.

A flow changes the mart once: one transaction that says what the flow is for,
whatever logging in, opening and printing write beside it. Flows are done one
after the other on one mart, so an entry may build on those before it.
"""
from typing import NamedTuple

PIN = "246810"
NOW = "2026-11-02T09:00"
CASHIER = f"login kasir {PIN}"


class Flow(NamedTuple):
    name: str
    steps: list            # office(...) and till(...)
    fault: str = "G1"      # the class under which its power cuts count
    retry: bool = True     # may be done again when it was not done


def office(user, *words):
    """One command of the back office; user None where it needs nobody."""
    return ["backoffice"] + (["--user", user] if user else []) + list(words)


def till(*lines):
    """One till that logs in and then does these lines of a script; the last
    is the one that changes the mart."""
    return ("\n".join([CASHIER, *lines]) + "\n",)


# Before the flows: what makes the mart in which they are done.
INIT = office(None, "init", "--code", "SPL", "--name", "Mart", "--owner",
              "ani", "--rehearsal")
BASE = [
    office("ani", "user", "add", "budi", "--role", "manager"),
    office("ani", "user", "add", "kasir", "--role", "cashier"),
    office("budi", "agreement", "set", "--commission", "20"),
    office("budi", "producer", "add", "--code", "P1", "--name", "Satu"),
    office("budi", "item", "add", "--sku", "AIR", "--name", "Air", "--price",
           "4000", "--producer", "P1"),
    office("budi", "item", "add", "--sku", "KRP", "--name", "Keripik",
           "--price", "12500", "--producer", "P1"),
    office("budi", "stock", "receive", "--producer", "P1", "AIR=900",
           "KRP=900"),
]

# {settlement}, {payout}: the newest in the mart. {folder}: the mart's.
FLOWS = [
    Flow("shift", [till("open 100000")]),
    Flow("sale", [till("scan AIR", "type 2*KRP", "tender cash 50000")]),
    Flow("sale by qris", [till("type 3*KRP", "line 1 discount 10% dented",
                               "scan AIR", "line 2 void mistake",
                               "tender qris 33750 R1")]),
    Flow("refund", [till("refund SPL-1-000001 1=1 because stale",
                         "tender cash 4000")]),
    Flow("exchange", [till("exchange SPL-1-000001 2=1", "scan AIR",
                           "tender cash 0")]),
    Flow("suspend", [till("scan KRP", "scan AIR", "suspend")]),
    Flow("recall", [till("recall 1")]),
    Flow("recalled sale", [till("tender cash 20000")]),
    Flow("cancel", [till("scan KRP", "cancel left")]),
    Flow("cash in", [till("cash-in 20000 change")]),
    Flow("cash out", [till("cash-out 5000 ice")]),
    Flow("drop", [till("drop 30000")]),
    Flow("drawer", [till("drawer change")]),
    Flow("user", [office("ani", "user", "add", "sari", "--role",
                         "supervisor")]),
    Flow("user edited", [office("ani", "user", "edit", "sari", "--role",
                                "manager")]),
    Flow("producer", [office("budi", "producer", "add", "--code", "P2",
                             "--name", "Dua", "--phone", "081234567890")]),
    Flow("producer edited", [office("budi", "producer", "edit", "P1",
                                    "--phone", "089876543210")]),
    Flow("agreement", [office("budi", "agreement", "set", "--producer", "P2",
                              "--commission", "15")]),
    Flow("item", [office("budi", "item", "add", "--sku", "KUE", "--name",
                         "Kue", "--price", "8000", "--producer", "P2")]),
    Flow("price", [office("budi", "item", "edit", "KUE", "--price", "8500")]),
    Flow("import", [office("budi", "import", "items", "{items}")]),
    Flow("receive", [office("budi", "stock", "receive", "--producer", "P2",
                            "KUE=20@L1:2027-01-31")]),
    Flow("return", [office("budi", "stock", "return", "--producer", "P2",
                           "KUE=2@L1")]),
    Flow("waste", [office("budi", "stock", "waste", "KRP=1", "--reason",
                          "damage")]),
    Flow("settle", [office("budi", "settle", "--producer", "P1")]),
    Flow("settlement cancelled", [office("budi", "settlement", "cancel",
                                         "{settlement}")]),
    Flow("settle again", [office("budi", "settle", "--producer", "P1")]),
    Flow("approve", [office("ani", "settlement", "approve", "{settlement}")]),
    Flow("pay", [office("budi", "payout", "pay", "{settlement}", "--method",
                        "cash", "--from", "safe")]),
    Flow("payout reversed", [office("budi", "payout", "reverse", "{payout}",
                                    "--reason", "wrong")]),
    Flow("settlement reversed", [office("ani", "settlement", "reverse",
                                        "{settlement}")]),
    Flow("Z", [till("close 100000=1")]),
    Flow("backup", [office(None, "backup", "{folder}/copy.db")], fault="G2",
         retry=False),
]

# What `import` reads.
ITEMS = """sku,name,price,barcode,producer,on_hand
TEH,Teh,6000,8991234567891,P2,10
ROTI,Roti,9000,8991234567907,P1,5
"""
