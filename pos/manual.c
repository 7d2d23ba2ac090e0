/*
 * pos(1), from the till's own texts: its usage, its table of keys, and the
 * words of a script, which tests/e2e/test_manual compares with those that
 * script_words.c reads.
 */
#include "pos/manual.h"

#include <string.h>

#include "drivers/codec/roff.h"
#include "drivers/terminal/language.h"
#include "pos/screen/screen.h"

#define LINE_ANSWER \
	"Answers number, item, name, qty, unit, price, discount, net, lines, " \
	"total."
#define SALE_ANSWER "receipt, document, total, rounding, tendered, change, tax"
#define FIGURES \
	"gross, discounts, sales, refunds, rounding, tax, deposits_in, " \
	"deposits_out, vouchers_sold, cash, qris, qris_waiting, card, " \
	"transfer, voucher, credit, donations, member_payments, cash_in, " \
	"cash_out, drops, payouts, float, expected, counted, difference, " \
	"receipts, refund_receipts"

static const struct {
	const char *word;
	const char *operands;
	const char *text;
} words[] = {
	{"login", "USER PIN",
		"Answers user, role, shift (whether one is open, which then "
		"goes on), lines, total, waiting."},
	{"logout", NULL, "Locks the till; the shift stays open."},
	{"supervisor", "USER PIN", "Allows the next line, and only that."},
	{"open", "FLOAT", "Opens a shift. Answers document."},
	{"scan", "CODE",
		"As a scanner would. " LINE_ANSWER
		" A code of several items is refused with choices."},
	{"type", "TEXT", "As a cashier would: 3*8991234567890. " LINE_ANSWER},
	{"line",
		"N qty Q | N void [REASON] | N price RP | N discount PCT%|RP "
		"[REASON]",
		"Changes line N. " LINE_ANSWER},
	{"discount", "PCT%|RP [REASON]", "On the whole basket."},
	{"customer", "TEXT", "Stands on the receipt."},
	{"tender", "cash|qris|card|transfer AMOUNT [REF] | remove N",
		"Pays; change is given once the total is covered, and the "
		"sale is saved. Until then answers total, paid, wanted_cash, "
		"wanted_noncash, tenders; then " SALE_ANSWER "."},
	{"suspend", NULL, "Puts the sale aside. Answers suspended, document."},
	{"recall", "N", "Takes it up again. Answers lines, total."},
	{"cancel", "[REASON]", "Gives the sale up; it is a document too."},
	{"refund", "RECEIPT [LINE=QTY[:shelf|damage|defect]]… [because REASON]",
		"Without LINE all that is left. Answers a positive due, and "
		"what of it goes back in which way; a tender ends it."},
	{"exchange", "RECEIPT LINE=QTY…",
		"What is due becomes a tender of the sale that follows; its "
		"answer has the receipt of the refund besides."},
	{"cash-in", "AMOUNT REASON", "Money into the drawer."},
	{"cash-out", "AMOUNT REASON", "Money out of it."},
	{"drop", "AMOUNT [REASON]", "From the drawer to the safe."},
	{"drawer", "REASON", "Opens it without a sale."},
	{"price-check", "CODE",
		"Answers item, name, price, unit, on_hand; sells nothing."},
	{"reprint", "[RECEIPT]",
		"The last one if none is named; the paper says that it is a "
		"copy. Answers copy, the how manieth."},
	{"confirm-date", "YYYY-MM-DD",
		"Says that the clock's date is right, when days were left out "
		"since the last document; where the clock went back, with the "
		"line supervisor USER PIN of a manager before it. Answers "
		"document."},
	{"x", NULL,
		"The shift's figures so far, without what is expected: " FIGURES
		"."},
	{"close", "COUNTED | 100000=3,50000=2,…",
		"Counts the drawer and ends the shift. Answers document, z, "
		"waiting (suspended sales) and the figures of x."},
	{"status", NULL,
		"Answers user, role, shift, lines, total, basket, voids, paid, "
		"wanted_cash, wanted_noncash; changes nothing."},
	{"now", "TIME", "Sets the clock; on a rehearsal mart only."},
};

static void keys(FILE *out)
{
	const char *before = "";

	roff_section(out, "KEYS",
		"F1 shows those of the screen that one is in. Digits, letters "
		"and Enter never pay, void or change a price: a scanner can "
		"send them.");
	for (size_t i = 0;; i++) {
		const char *name, *label, *text;

		if (!screen_key_text(i, &name, &label, &text))
			return;
		if (text == NULL || strcmp(text, before) == 0)
			continue;
		roff_item(out, language_translate(name),
			label ? language_translate(label) : NULL,
			language_translate(text));
		before = text;
	}
}

static void script(FILE *out)
{
	roff_section(out, "SCRIPT",
		"With --script one command a line; # begins a comment. Each "
		"answers with one JSON object a line: line (its number), "
		"command, status (ok or refused), reason if it was refused, "
		"and the fields below. A refused line changes nothing and the "
		"script goes on. Money is an integer of rupiah, a quantity a "
		"decimal.");
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		roff_item(out, words[i].word, words[i].operands, words[i].text);
}

static void rest(FILE *out)
{
	roff_section(out, "EXIT STATUS", NULL);
	roff_item(out, "0", NULL, "Done; every line of the script was done.");
	roff_item(out, "1", NULL, "A line was refused, or MART_NOW was.");
	roff_item(out, "2", NULL, "Wrong usage.");
	roff_item(out, "3", NULL, "The disk, the database or a device failed.");
	roff_section(out, "ENVIRONMENT", NULL);
	roff_item(out, "MART_DB, XDG_DATA_HOME", NULL,
		"Where the mart's file is, where -d does not say it.");
	roff_item(out, "MART_NOW", NULL,
		"The time, ISO 8601, at which the clock stands still; on a "
		"rehearsal mart only.");
	roff_item(out, "LANGUAGE, LC_ALL, LC_MESSAGES, LANG", NULL,
		"The first that is set: English if it asks for it, else "
		"Indonesian.");
	roff_section(out, "FILES",
		"The mart's file and those beside it, as in backoffice(1). "
		"The till needs nothing else, and no network.");
	roff_section(out, "SEE ALSO", NULL);
	fputs(".BR backoffice (1)\n", out);
}

void manual_print(FILE *out, const char *usage)
{
	roff_page(out, "pos", "the till of a consignment mart");
	roff_section(out, "SYNOPSIS", NULL);
	roff_lines(out, usage);
	roff_section(out, "DESCRIPTION",
		"The till: a cashier scans and takes money; every sale is in "
		"the mart's file before the drawer opens. It runs on this "
		"terminal (80x24 or more), or by a script without one.");
	keys(out);
	script(out);
	rest(out);
}
