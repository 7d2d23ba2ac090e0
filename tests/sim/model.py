"""A small mart in whole numbers, to hold the real one against.

It knows the arithmetic of the trade and nothing of the programs: items, terms
by level and date, sales with discounts given by hand, tenders, cash rounding,
refunds in parts, exchanges, stock by lot, what producers have earned, their
settlements and payouts, the ledger, and the figures of a shift. Money is whole
rupiah, quantity thousandths, percent basis points, a day a datetime.date.

Each action raises Refused where the mart must refuse, and then changes nothing;
else it changes the model and returns what the programs must answer.
"""
import datetime


class Refused(Exception):
    """A rule says no."""


def hu(a, b=1):
    """a / b, half up of the magnitude, the sign put back."""
    sign = -1 if a < 0 else 1
    return sign * ((2 * abs(a) + b) // (2 * b))


def spread(amount, weights):
    """Largest remainder: whole rupiah that add up to amount."""
    total = sum(weights)
    parts = [amount * w // total for w in weights]
    order = sorted(range(len(weights)),
                   key=lambda i: (-(amount * weights[i] % total), i))
    for i in order[:amount - sum(parts)]:
        parts[i] += 1
    return parts


STORED = ("G", "dp", "dm", "T", "tb", "S")


class Line:
    """A line of a basket, and then of a sale."""

    def __init__(self, item, qty, price, terms, lot):
        self.item, self.qty, self.price = item, qty, price
        self.terms, self.lot = terms, lot
        self.discount = 0
        self.back = 0         # thousandths refunded
        self.due = None
        self.cost = 0         # of own goods, the whole line

    @property
    def gross(self):
        return hu(self.price * self.qty, 1000)

    @property
    def net(self):
        return self.gross - self.discount


class Shift:
    def __init__(self, amount):
        self.float = amount
        self.sums = dict.fromkeys(
            ("gross", "discounts", "sales", "refunds", "rounding", "tax",
             "cash", "qris", "card", "transfer", "cash_in", "cash_out",
             "drops", "payouts"), 0)

    def expected(self):
        s = self.sums
        return (self.float + s["cash"] + s["cash_in"] - s["cash_out"]
                - s["drops"] - s["payouts"])


class Mart:
    ACCOUNT = {"cash": "1110", "qris": "1130", "card": "1130",
               "transfer": "1120", "exchange": "1190"}

    def __init__(self, code, pkp=False, unit=100, direction="down"):
        self.code, self.pkp = code, pkp
        self.unit, self.direction = unit, direction
        self.day = None
        self.producers = []
        self.items = {}        # sku -> dict
        self.agreements = []
        self.stock = {}        # (sku, lot) -> thousandths
        self.expiry = {}       # (sku, lot) -> date
        self.value = {}        # own goods: rupiah in stock
        self.ledger = {}
        self.shifts = {}       # user -> Shift
        self.closed = []       # of shifts: what the list must show
        self.receipts = {}     # text -> sale
        self.papers = 0        # receipts given out
        self.accruals = []
        self.settlements = []
        self.payouts = []
        self.documents = 0

    # --- books ------------------------------------------------------------

    def post(self, *entries):
        """One document's (account, party, amount); debits are positive."""
        assert sum(e[2] for e in entries) == 0, entries
        for account, party, amount in entries:
            key = (account, party)
            self.ledger[key] = self.ledger.get(key, 0) + amount
        self.documents += 1

    def move(self, sku, lot, qty):
        self.stock[sku, lot] = self.stock.get((sku, lot), 0) + qty

    def balance(self, account, party=""):
        return self.ledger.get((account, party), 0)

    def round_cash(self, amount):
        rest = amount % self.unit
        down = amount - rest
        if self.direction == "nearest":
            return down + (self.unit if 2 * rest > self.unit else 0)
        if self.direction == "up":
            return down + (self.unit if rest else 0)
        return down

    def coins_up(self, amount):
        return -(-amount // self.unit) * self.unit

    # --- people, goods, terms ---------------------------------------------

    def add_item(self, sku, price, producer=None, unit="pcs", category=None,
                 tax="none"):
        self.items[sku] = {"sku": sku, "price": price, "producer": producer,
                           "unit": unit, "category": category, "tax": tax}
        self.documents += 1

    def set_price(self, sku, price):
        self.items[sku]["price"] = price
        self.documents += 1

    def agree(self, start, producer=None, category=None, item=None, rate=None,
              cost=None, before=False, principal=False, hold=0, minimum=0,
              losses=None):
        owners = {"shrink": "mart", "sample": "mart", "theft": "mart",
                  "damage": "mart", "expiry": "mart", "defect": "producer"}
        owners.update(losses or {})
        level = (4 if item else 3 if producer and category else
                 2 if producer else 1 if category else 0)
        self.agreements.append(
            {"level": level, "start": start, "order": len(self.agreements),
             "producer": producer, "category": category, "item": item,
             "rate": rate, "cost": cost, "before": before,
             "principal": principal, "hold": hold, "minimum": minimum,
             "losses": owners})
        self.documents += 1

    def terms(self, item):
        """What applies to an item today; None for the mart's own goods."""
        if not item["producer"]:
            return None
        fits = [a for a in self.agreements if a["start"] <= self.day
                and a["producer"] in (None, item["producer"])
                and a["category"] in (None, item["category"])
                and a["item"] in (None, item["sku"])]
        return max(fits, key=lambda a: (a["level"], a["start"], a["order"]))

    def minimum(self, producer):
        fits = [a for a in self.agreements if a["start"] <= self.day
                and a["level"] in (0, 2)
                and a["producer"] in (None, producer)]
        return max(fits, key=lambda a: (a["level"], a["start"], a["order"]))[
            "minimum"]

    def tax_in(self, item, amount):
        return hu(amount * 11, 111) if self.pkp and item["tax"] == "ppn" else 0

    def share(self, item, terms, gross, dp, qty):
        base = gross - dp - self.tax_in(item, gross - dp)
        if terms["cost"] is not None:
            return max(0, hu(terms["cost"] * qty, 1000) - dp)
        on = gross - dp if terms["before"] else base
        return base - hu(on * terms["rate"], 10000)

    # --- goods in and out -------------------------------------------------

    def receive(self, goods, supplier=None):
        """goods: [(sku, qty, lot, expiry, cost)]."""
        total = 0
        for sku, qty, lot, expiry, cost in goods:
            self.move(sku, lot, qty)
            if expiry:
                self.expiry[sku, lot] = expiry
            if supplier:
                value = hu(cost * qty, 1000)
                self.value[sku] = self.value.get(sku, 0) + value
                total += value
        if supplier:
            self.post(("1210", "", total), ("2100", supplier, -total))
        else:
            self.documents += 1

    def give_back(self, goods):
        for sku, qty, lot in goods:
            self.move(sku, lot, -qty)
        self.documents += 1

    def loss(self, item, qty, cause):
        """What the producer is credited for a loss: 0 if it is his."""
        terms = self.terms(item)
        if terms["losses"][cause] == "producer":
            return 0
        gross = hu(item["price"] * qty, 1000)
        return self.share(item, terms, gross, 0, qty)

    def waste(self, goods, cause):
        entries = []
        for sku, qty, lot in goods:
            item = self.items[sku]
            credit = self.loss(item, qty, cause)
            self.move(sku, lot, -qty)
            if credit:
                entries += [("5210", "", credit),
                            ("2110", item["producer"], -credit)]
                self.accrue(item, "loss", "", 0, qty, credit, self.day)
        self.post(*entries)

    def accrue(self, item, kind, receipt, line, qty, share, due):
        self.accruals.append(
            {"producer": item["producer"], "sku": item["sku"], "kind": kind,
             "receipt": receipt, "line": line, "qty": qty, "share": share,
             "due": due, "taken": None})

    # --- selling ----------------------------------------------------------

    def lot_for(self, sku):
        """The lot that a sale takes: the nearest expiry that is there."""
        lots = [(self.expiry.get(k, datetime.date.max), k[1])
                for k, v in self.stock.items()
                if k[0] == sku and k[1] and v > 0
                and self.expiry.get(k, datetime.date.max) >= self.day]
        return min(lots)[1] if lots else ""

    def line(self, sku, qty):
        item = self.items[sku]
        return Line(item, qty, item["price"], self.terms(item),
                    self.lot_for(sku))

    def spread_discount(self, lines, amount):
        for line, part in zip(lines, spread(amount, [x.net for x in lines])):
            line.discount += part

    def needs_supervisor(self, lines):
        for x in lines:
            if x.discount * 5 > x.gross:
                return True
            if x.discount and x.terms:
                tax = self.tax_in(x.item, x.net)
                share = self.share(x.item, x.terms, x.gross, 0, x.qty)
                if x.net - tax < share:
                    return True
        return False

    def freeze(self, line):
        item = line.item
        line.G, line.dp, line.dm = line.gross, 0, line.discount
        line.T = self.tax_in(item, line.net)
        line.tb = self.tax_in(item, line.gross)
        line.S = (self.share(item, line.terms, line.gross, 0, line.qty)
                  if line.terms else 0)

    def line_entries(self, line, v, cost, sign):
        """Postings of stored figures v, the tender left out."""
        net = v["G"] - v["dp"] - v["dm"]
        tax = ("2120", "", -sign * v["T"])
        if not line.terms:
            return [tax, ("4120", "", -sign * (net - v["T"])),
                    ("5110", "", sign * cost), ("1210", "", -sign * cost)]
        owed = ("2110", line.item["producer"], -sign * v["S"])
        if line.terms["principal"]:
            return [tax, owed, ("4120", "", -sign * (net - v["T"])),
                    ("5110", "", sign * v["S"])]
        base = v["G"] - v["dp"] - v["tb"]
        shown, kept = base - v["S"], net - v["T"] - v["S"]
        return [tax, owed, ("4110", "", -sign * shown),
                ("4190", "", sign * (shown - kept))]

    def next_receipt(self):
        self.papers += 1
        return f"{self.code}-1-{self.papers:06d}"

    def sell(self, user, lines, tenders):
        """tenders: [(kind, amount)] in order; the last one completes it.

        Returns receipt, total, rounding, tendered, change and tax.
        """
        shift = self.shifts[user]
        total = sum(x.net for x in lines)
        other = {}
        cash = 0
        rounding = change = 0
        for n, (kind, amount) in enumerate(tenders):
            last = n == len(tenders) - 1
            if kind == "cash":
                cash += amount
                part = total - sum(other.values())
                asked = self.round_cash(part)
                if asked <= 0:
                    raise Refused("below the smallest coin")
                if last:
                    assert cash >= asked
                    rounding, change = asked - part, cash - asked
                    cash = asked
                else:
                    assert cash < asked
            else:
                left = total - sum(other.values()) - cash
                if amount > left:
                    raise Refused("more than is left")
                other[kind] = other.get(kind, 0) + amount
                assert last == (amount == left), (tenders, total)
        tendered = sum(a for _, a in tenders)
        receipt = self.next_receipt()
        entries = [("6110", "", -rounding), ("1110", "", cash)]
        entries += [(self.ACCOUNT[k], "", a) for k, a in other.items()]
        s = shift.sums
        for n, x in enumerate(lines, 1):
            self.freeze(x)
            self.move(x.item["sku"], x.lot, -x.qty)
            if x.terms:
                x.due = self.day + datetime.timedelta(x.terms["hold"])
                self.accrue(x.item, "sale", receipt, n, x.qty, x.S, x.due)
            else:
                sku = x.item["sku"]
                on_hand = self.stock[sku, x.lot] + x.qty
                x.cost = hu(self.value[sku] * x.qty, on_hand)
                self.value[sku] -= x.cost
            entries += self.line_entries(
                x, {k: getattr(x, k) for k in STORED}, x.cost, 1)
            s["gross"] += x.G
            s["discounts"] -= x.discount
            s["tax"] += x.T
        self.post(*entries)
        s["sales"] += total
        s["rounding"] += rounding
        s["cash"] += cash
        for k, a in other.items():
            if k in s:
                s[k] += a
        self.receipts[receipt] = {
            "receipt": receipt, "lines": lines, "other": dict(other),
            "Q": sum(other.values()), "by_cash": tenders[-1][0] == "cash",
            "paid": cash + sum(other.values()), "cash": cash, "total": total,
            "day": self.day, "left": dict(other)}
        return {"receipt": receipt, "total": total, "rounding": rounding,
                "tendered": tendered, "change": change,
                "tax": sum(x.T for x in lines)}

    # --- taking back ------------------------------------------------------

    def refund_figures(self, receipt, parts):
        """parts: [(line, qty)], or [] for all that is left."""
        if receipt not in self.receipts:
            raise Refused("no such receipt")
        sale = self.receipts[receipt]
        if not parts:
            parts = [(n, x.qty - x.back)
                     for n, x in enumerate(sale["lines"], 1)
                     if x.qty > x.back]
            if not parts:
                raise Refused("nothing is left")
        figures, taken = [], 0
        for n, qty in parts:
            if not 1 <= n <= len(sale["lines"]):
                raise Refused("no such line")
            x = sale["lines"][n - 1]
            if qty <= 0 or x.back + qty > x.qty:
                raise Refused("more than was sold")
            v = {}
            for key in STORED:
                whole = getattr(x, key)
                v[key] = (hu(whole * (x.back + qty), x.qty)
                          - hu(whole * x.back, x.qty))
            net = v["G"] - v["dp"] - v["dm"]
            if net < 0:
                raise Refused("too small a part")
            cost = hu(x.cost * (x.back + qty), x.qty) - hu(
                x.cost * x.back, x.qty)
            figures.append((n, x, qty, v, cost))
            taken += net
        kept = sum(x.net - hu(x.G * x.back, x.qty) + hu(x.dp * x.back, x.qty)
                   + hu(x.dm * x.back, x.qty)
                   for x in sale["lines"]) - taken
        target = kept
        if sale["by_cash"] and kept > sale["Q"]:
            target = sale["Q"] + self.round_cash(kept - sale["Q"])
        due = sale["paid"] - target
        if due < 0:
            raise Refused("too small a part")
        return sale, figures, taken, due

    def default_split(self, sale, due):
        cash = min(due, max(0, sale["cash"]))
        split = {"cash": cash}
        rest = due - cash
        for kind in sale["left"]:
            split[kind] = min(rest, sale["left"][kind])
            rest -= split[kind]
        return split, rest

    def give(self, user, sale, figures, taken, given, where=None):
        """Books a refund whose due is handed out as {tender: amount}."""
        s = self.shifts[user].sums
        out = sum(given.values())
        r = out - taken
        receipt = self.next_receipt()
        entries = [("6110", "", r)]
        entries += [(self.ACCOUNT[k], "", -a) for k, a in given.items()]
        for n, x, qty, v, cost in figures:
            x.back += qty
            self.move(x.item["sku"], x.lot, qty)
            entries += self.line_entries(x, v, cost, -1)
            if x.terms:
                self.accrue(x.item, "refund", sale["receipt"], n, -qty,
                            -v["S"], max(self.day, x.due))
            else:
                self.value[x.item["sku"]] += cost
            if where:
                self.move(x.item["sku"], x.lot, -qty)
                credit = self.loss(x.item, qty, where)
                if credit:
                    entries += [("5210", "", credit),
                                ("2110", x.item["producer"], -credit)]
                    self.accrue(x.item, "loss", "", 0, qty, credit, self.day)
            s["tax"] -= v["T"]
        self.post(*entries)
        s["refunds"] += taken
        s["rounding"] -= r
        for kind, amount in given.items():
            if kind in s:
                s[kind] -= amount
            if kind == "cash":
                sale["cash"] -= amount
            elif kind in sale["left"]:
                sale["left"][kind] -= amount
        sale["paid"] -= out
        return {"receipt": receipt, "total": -taken, "rounding": -r}

    def exchange(self, user, sale, figures, taken, due, lines, cash):
        """A refund whose due pays for new lines; the rest in cash."""
        total = sum(x.net for x in lines)
        used = min(due, total)
        out = self.coins_up(due - used)
        given = {"exchange": used}
        if out:
            given["cash"] = out
        refund = self.give(user, sale, figures, taken, given)
        tenders = [("exchange", used)]
        if total > used:
            tenders.append(("cash", cash))
        answer = self.sell(user, lines, tenders)
        if out:
            answer["change"] = out
        self.receipts[answer["receipt"]]["exchanged"] = True
        return refund, answer

    # --- the drawer -------------------------------------------------------

    def open(self, user, amount):
        if user in self.shifts:
            raise Refused("a shift is open")
        self.shifts[user] = Shift(amount)
        self.post(("1110", "", amount), ("1105", "", -amount))

    def cash_in(self, user, amount):
        self.shifts[user].sums["cash_in"] += amount
        self.post(("1110", "", amount), ("1105", "", -amount))

    def cash_out(self, user, amount):
        self.shifts[user].sums["cash_out"] += amount
        self.post(("6130", "", amount), ("1110", "", -amount))

    def drop(self, user, amount):
        self.shifts[user].sums["drops"] += amount
        self.post(("1105", "", amount), ("1110", "", -amount))

    def close(self, user, counted):
        shift = self.shifts.pop(user)
        expected = shift.expected()
        self.post(("6120", "", expected - counted), ("1105", "", counted),
                  ("1110", "", -expected))
        answer = dict(shift.sums, expected=expected, counted=counted,
                      difference=counted - expected)
        self.closed.append({"cashier": user, "sales": answer["sales"],
                            "refunds": answer["refunds"],
                            "expected": expected, "counted": counted,
                            "difference": counted - expected})
        return answer

    # --- settling ---------------------------------------------------------

    def standing(self, producer):
        """The settlement that counts: the last not cancelled or reversed."""
        for s in reversed(self.settlements):
            if s["producer"] == producer and s["status"] in ("draft",
                                                             "approved"):
                return s
        return None

    def settle(self, user, producer, through):
        last = self.standing(producer)
        if last and last["status"] == "draft":
            raise Refused("there is a draft")
        lines = [a for a in self.accruals if a["producer"] == producer
                 and a["taken"] is None and a["due"] <= through]
        opening = last["payable"] - last["paid"] if last else 0
        share = sum(a["share"] for a in lines if a["kind"] != "loss")
        losses = sum(a["share"] for a in lines if a["kind"] == "loss")
        payable = opening + share + losses
        to_pay = (payable if payable >= self.minimum(producer)
                  and payable > 0 else 0)
        if not lines and (not to_pay or (last and last["to_pay"] > 0)):
            raise Refused("nothing is due")
        s = {"producer": producer, "through": through, "opening": opening,
             "share": share, "losses": losses, "payable": payable,
             "to_pay": to_pay,
             "paid": 0, "status": "draft", "by": user, "lines": lines,
             "name": None}
        for a in lines:
            a["taken"] = s
        self.settlements.append(s)
        self.documents += 1
        return s

    def approve(self, user, s):
        if s["status"] != "draft":
            raise Refused("no draft")
        if s["by"] == user:
            raise Refused("the same person")
        s["status"] = "approved"
        self.documents += 1

    def release(self, s):
        for a in s["lines"]:
            a["taken"] = None
        self.documents += 1

    def cancel(self, s):
        if s["status"] != "draft":
            raise Refused("no draft")
        s["status"] = "cancelled"
        self.release(s)

    def reverse(self, s):
        if s["status"] != "approved":
            raise Refused("not approved")
        if self.standing(s["producer"]) is not s:
            raise Refused("not the last")
        if s["paid"]:
            raise Refused("it is paid")
        s["status"] = "reversed"
        self.release(s)

    def pay(self, s, method, source, amount):
        if s["status"] != "approved":
            raise Refused("not approved")
        if self.standing(s["producer"]) is not s:
            raise Refused("not the last")
        if not 0 < amount <= s["to_pay"] - s["paid"]:
            raise Refused("more than is left to pay")
        account = {"safe": "1105", "drawer": "1110"}.get(source, "1120")
        if source == "drawer":
            (shift,) = self.shifts.values()
            shift.sums["payouts"] += amount
        s["paid"] += amount
        p = {"settlement": s, "amount": amount, "method": method,
             "from": source, "account": account, "reversed": False,
             "name": None}
        self.payouts.append(p)
        self.post(("2110", s["producer"], amount), (account, "", -amount))
        return p

    def pay_back(self, p):
        if p["reversed"]:
            raise Refused("reversed already")
        p["reversed"] = True
        p["settlement"]["paid"] -= p["amount"]
        self.post((p["account"], "", p["amount"]),
                  ("2110", p["settlement"]["producer"], -p["amount"]))

    # --- what the lists must say ------------------------------------------

    def producer_row(self, producer):
        s = self.standing(producer)
        accruals = [a for a in self.accruals if a["producer"] == producer
                    and a["taken"] is None]
        return {"payable": -self.balance("2110", producer),
                "unpaid": s["payable"] - s["paid"] if s else 0,
                "accrued": sum(a["share"] for a in accruals),
                "held": sum(a["share"] for a in accruals
                            if a["due"] > self.day),
                "draft": bool(s and s["status"] == "draft")}
