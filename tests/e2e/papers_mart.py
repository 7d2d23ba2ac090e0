"""A mart for the tests of papers: two months of trade with P1's goods, told
as the days on which something happened."""
import mart

OWNER, MANAGER = "ani", "budi"


class Shop(mart.Mart):
    def __init__(self, name="Mart Gedong Tataan", producer="Kripik Bu Sri"):
        super().__init__(now="2026-09-01T08:00")
        self.office("init", "--code", "GTN", "--name", name, "--owner", OWNER,
                    "--rehearsal")
        for user, role in ((MANAGER, "manager"), ("kasir", "cashier"),
                           ("sari", "supervisor")):
            self.office("user", "add", user, "--role", role, user=OWNER)
        self.manage("agreement", "set", "--commission", "20")
        self.manage("producer", "add", "--code", "P1", "--name", producer,
                    "--owner-name", "Sri Wahyuni", "--village",
                    "Gedong Tataan")
        self.manage("agreement", "set", "--producer", "P1", "--commission",
                    "20", "--hold-days", "3", "--minimum-payout", "50000")

    def manage(self, *words):
        return self.office(*words, user=MANAGER)

    def at(self, moment):
        self.env["MART_NOW"] = moment

    def day(self, day, *lines):
        """A shift with these lines of the script."""
        self.at(f"{day}T09:00")
        return self.script("login kasir 246810", "open 0", *lines, "close 0")

    def item(self, sku, name, price, count):
        self.manage("item", "add", "--sku", sku, "--name", name, "--price",
                    price, "--producer", "P1")
        if count:
            self.manage("stock", "receive", "--producer", "P1",
                        f"{sku}={count}")

    def settle(self, day, approve=True):
        self.at(f"{day}T20:00")
        self.manage("settle", "--producer", "P1", "--through", day)
        number = [s["settlement"] for s in self.list("settlement", "list")
                  if s["through"] == day and s["status"] == "draft"][-1]
        if approve:
            self.office("settlement", "approve", number, user=OWNER)
        return number

    def months(self):
        """Two months of three goods; the number of November's statement."""
        self.item("KRP", "Kripik pisang coklat 200 g", 12500, 180)
        self.item("SAL", "Sale pisang", 10000, 60)
        self.item("KUE", "Kue kering nastar", 45000, 20)
        sold = {"2026-10-05": (20, 4, 1), "2026-10-12": (14, 6, 0),
                "2026-10-20": (25, 2, 2), "2026-10-28": (31, 5, 1)}
        for i, (day, (krp, sal, kue)) in enumerate(sold.items()):
            lines = [f"type {krp}*KRP", f"type {sal}*SAL"]
            lines += [f"type {kue}*KUE"] if kue else []
            total = 12500 * krp + 10000 * sal + 45000 * kue
            self.day(day, *lines, f"tender qris {total} Q{i}")
        first = self.settle("2026-10-31")
        self.at("2026-11-02T10:00")
        self.manage("payout", "pay", first, "--method", "transfer",
                    "--amount", "800000", "--reference", "TRX-7")
        self.manage("stock", "receive", "--producer", "P1", "KRP=60")
        self.day("2026-11-10", "type 40*KRP", "type 8*SAL",
                 "tender qris 580000 Q10", "refund GTN-1-000001 1=1",
                 "tender qris 12500 Q11")
        self.day("2026-11-21", "type 22*KRP", "type 3*KUE",
                 "tender qris 410000 Q12")
        self.manage("stock", "waste", "KRP=3", "--reason", "shrink")
        self.manage("stock", "waste", "SAL=2", "--reason", "damage")
        self.day("2026-11-28", "type 10*KRP", "tender qris 125000 Q13")
        return self.settle("2026-11-30")
