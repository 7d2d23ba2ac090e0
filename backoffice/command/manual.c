/*
 * backoffice(1), written from the tables of commands. What they do not hold is
 * said here, in English; tests/e2e/test_manual runs every list of the table
 * below and compares its columns.
 */
#include <string.h>

#include "backoffice/command/command_int.h"
#include "drivers/codec/roff.h"
#include "drivers/terminal/language.h"

/* What `--format` csv and json name the columns of a command's answer. */
static const struct {
	const char *path;
	const char *columns;
} lists[] = {
	{"user list", "name, role, producer, active"},
	{"user rights",
		"action, cashier, supervisor, manager, owner, auditor, mentor, "
		"if_linked, commands"},
	{"producer list",
		"code, name, phone, region, stage, payable, unpaid, accrued, "
		"held, advance, active"},
	{"producer show",
		"code, name, owner_name, phone, region, region_bps, village, "
		"sentra, sector, nib, npwp, pkp_since, ovop, workers, stage, "
		"active, payable, unpaid, accrued, held, advance, nik, bank, "
		"account, account_holder, consents, mentor"},
	{"producer reveal", "field, value"},
	{"agreement list",
		"document, producer, category, item, from, to, rate, "
		"commission_base, role, discount_producer_percent, hold_days, "
		"minimum_payout, losses, shrink_allowance"},
	{"item list",
		"sku, name, price, unit, producer, category, tax, barcodes, "
		"member_price, shelf_life_days, active"},
	{"item show",
		"sku, name, price, unit, producer, category, tax, barcodes, "
		"member_price, shelf_life_days, active"},
	{"stock show",
		"sku, producer, lot, expiry, on_hand, price, name, unit"},
	{"stock history",
		"at, document, kind, sku, lot, quantity, balance, movement"},
	{"settlement list",
		"settlement, producer, through, opening, share, losses, fees, "
		"withheld, advances, payable, to_pay, paid, clawback, status, "
		"held"},
	{"settlement show",
		"sku, price, rate, kind, opening, received, sold, refunded, "
		"returned, damaged, expired, missing, left, settled_quantity, "
		"held_quantity, gross, discount_producer, tax, base, "
		"commission, share, quantity, sampled"},
	{"settlement lines",
		"receipt, line, at, sku, quantity, price, gross, "
		"discount_producer, tax, base, rate, commission, share, kind, "
		"document, refund_of"},
	{"payout list",
		"payout, settlement, producer, payee, method, from, amount, "
		"reference, status, at, reverses, reason"},
	{"trace payout",
		"from, to, document, receipt, sku, quantity, amount, kind"},
	{"trace settlement",
		"from, to, document, receipt, sku, quantity, amount, kind"},
	{"trace receipt",
		"from, to, document, receipt, sku, quantity, amount, kind"},
	{"trace lot",
		"from, to, document, receipt, sku, quantity, amount, kind"},
	{"shift list",
		"shift, cashier, opened, closed, sales, refunds, expected, "
		"counted, difference"},
	{"shift show",
		"shift, cashier, opened, closed, receipts, refund_receipts, "
		"gross, discounts, sales, refunds, rounding, tax, cash, qris, "
		"qris_waiting, card, transfer, float, cash_in, cash_out, "
		"drops, payouts, expected, counted, difference"},
	{"doctor", "check, state, detail, advice"},
	{"ballast show", "free, ballast, new_sales"},
	{"ledger accounts", "account, name, party"},
	{"ledger balance", "account, name, party, debit, credit, balance"},
	{"ledger journal", "document, at, kind, account, party, debit, credit"},
	{"journal list",
		"at, document, kind, user, supervisor, subject, count, detail"},
	{"backup",
		"file, made, node, documents, last, head, bytes, "
		"recovery_code, whole"},
};

static void options(FILE *out, const struct option_spec *specs)
{
	for (; specs && specs->name; specs++) {
		char term[200];

		if (!specs->help)
			continue;
		snprintf(term, sizeof(term), "%s%s",
			strlen(specs->name) > 1 ? "--" : "-", specs->name);
		roff_item(out, term, specs->value,
			language_translate(specs->help));
		if (specs->flags & OPTION_REPEAT)
			fputs("May be repeated.\n", out);
		if (specs->flags & OPTION_REQUIRED)
			fputs("Must be given.\n", out);
	}
}

static void command(FILE *out, const struct command *c)
{
	char heading[300];

	snprintf(heading, sizeof(heading), "%s%s%s", c->path,
		c->operands ? " " : "", c->operands ? c->operands : "");
	roff_subsection(out, heading, language_translate(c->summary));
	options(out, c->options);
	if (c->needs >= NEEDS_WRITE) {
		snprintf(heading, sizeof(heading), "Needs --user: at least %s.",
			role_name(rights_lowest(c->action)));
		roff_paragraph(out, heading);
	}
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		if (strcmp(lists[i].path, c->path) == 0) {
			roff_paragraph(out, "Columns:");
			roff_paragraph(out, lists[i].columns);
		}
	}
}

static const char personal[] =
	"The telephone, NIK and bank account of a producer are sealed in the "
	"mart's file. Every list, paper, export and message shows the last four "
	"digits at most; the till shows none. producer reveal, producer "
	"export-data and export producers --with-personal show them to whoever "
	"may, with a reason, and a document says who it was before anything is "
	"shown. producer consent records what he lets them be used for. "
	"producer forget destroys his key once nothing is between him and the "
	"mart: every output then shows (erased), and a backup that is restored "
	"forgets him again. His code stays in the books, and his name on papers "
	"of the past, which the law wants kept. Backups made before still hold "
	"his key until they are gone.";

static const char formats[] =
	"What lists anything takes --format=table, csv or json. CSV is RFC "
	"4180 with a header row; a text that a spreadsheet would run as a "
	"formula has an apostrophe before it. JSON is an array of objects. "
	"Names of columns and the forms below do not depend on the language. "
	"Money is an integer of rupiah, a quantity a decimal of at most three "
	"places, a date ISO 8601, a time UTC with Z, a document the text "
	"NODE-SEQUENCE. A refund's line is negative; totals named refunds, "
	"returned, fees, advances, withheld are positive.";

static void journal(FILE *out)
{
	roff_section(out, "JOURNAL",
		"What journal export writes is UTF-8, one JSON object a line; "
		"verify_journal, in share/titipan beside the programs, proves "
		"it with Python's own library and none of our code. Bytes are "
		"in hex, hashes are BLAKE2b of 256 bits, signatures are "
		"Ed25519.");
	roff_item(out, "The first line", NULL,
		"journal \"titipan\", format 1; mart, the hash of the first "
		"node's public key; code and name; program and schema, the "
		"versions that wrote it; at, offset_s, its time and the mart's "
		"zone; from and to, the days asked for or null; by, the node "
		"that signed it; nodes, for each node, name, public_key, first "
		"and last document (null for none), and before_hash, "
		"before_signature of the document before the first, zeros "
		"before a node's first.");
	roff_item(out, "A line for each document", NULL,
		"node by node, in sequence: document; rows, each a table's name "
		"and an object of its columns, those that are NULL left out; "
		"hash; signature, the node's, of the hash. A value is a text "
		"that begins with its type: I and an integer, T and a text, H "
		"and the bytes of a text that is no UTF-8, B and bytes. In a "
		"row a document's id is node * 2^40 + sequence.");
	roff_item(out, "hash", NULL,
		"of the hash and the signature of the node's document before "
		"it, zeros before its first, and the content: for each row a 0 "
		"byte, the table's name, and its columns by name: name, type "
		"(I, T or B), the value's length in 4 bytes, the value. A name "
		"is one byte of length and its bytes, an integer 8 bytes; all "
		"big endian.");
	roff_item(out, "The last line", NULL,
		"end \"titipan\"; documents, how many; heads, for each node that "
		"has any: node, last, hash; digest, the hash of all bytes "
		"before this line; signature, by the node that is by, of the "
		"18 bytes \"titipan journal 1\", a line feed, and the digest.");
	roff_paragraph(out,
		"With --from and --to it holds of each node the documents from "
		"the first of such a day to the last, without a gap. Personal "
		"data are in it as in the file: sealed. That a whole journal was "
		"not made up with another key is told by paper: a Z report and "
		"a statement print a hash, which verify_journal --head "
		"DOCUMENT=HASH compares.");
}

static void environment(FILE *out)
{
	roff_section(out, "ENVIRONMENT", NULL);
	roff_item(out, "MART_DB", NULL,
		"The mart's file, where -d does not say it.");
	roff_item(out, "XDG_DATA_HOME", NULL,
		"Without either: titipan/mart.db in this folder, or in "
		".local/share of the home folder.");
	roff_item(out, "MART_PIN", NULL,
		"The PIN of --user; asked on the terminal if not set.");
	roff_item(out, "MART_SUPERVISOR_PIN", NULL,
		"The PIN of --supervisor; asked on the terminal if not set.");
	roff_item(out, "MART_NEW_PIN", NULL,
		"The PIN of a new user or owner, or with --new-pin; else asked "
		"twice.");
	roff_item(out, "MART_RECOVERY_CODE", NULL,
		"The recovery code, where restore would ask for it; for init "
		"--rehearsal the one that the mart is to have.");
	roff_item(out, "MART_NOW", NULL,
		"The time, ISO 8601, at which the clock stands still; only on "
		"a mart made by init --rehearsal or by demo.");
	roff_item(out, "LANGUAGE, LC_ALL, LC_MESSAGES, LANG", NULL,
		"The first that is set: English if it asks for it, else "
		"Indonesian.");
}

static void files(FILE *out)
{
	roff_section(out, "FILES", NULL);
	roff_item(out, "mart.db", NULL,
		"The mart: one SQLite file, with mart.db-wal and mart.db-shm "
		"beside it while it is in use. Copy it with backoffice "
		"backup, not with cp.");
	roff_item(out, "mart.db.key", NULL,
		"What this node signs its documents with. Without it the mart "
		"can be read and not written.");
	roff_item(out, "mart.db.people", NULL,
		"The keys of people: what is sealed of a person can be read "
		"with his key only, and producer forget destroys it.");
	roff_item(out, "mart.db.head", NULL,
		"What this machine has seen last, so that an older copy of "
		"the file is noticed.");
	roff_item(out, "mart.db.lock", NULL,
		"Who writes now: one process at a time.");
	roff_item(out, "mart.db.basket-*", NULL,
		"The till's open basket, which outlives a power cut.");
}

static void ends(FILE *out)
{
	roff_section(out, "EXIT STATUS", NULL);
	roff_item(out, "0", NULL, "Done.");
	roff_item(out, "1", NULL,
		"Refused: a rule, or bad input; every problem is named on "
		"standard error as program: what: why, and nothing has "
		"changed.");
	roff_item(out, "2", NULL,
		"Wrong usage, or a command that is not there yet.");
	roff_item(out, "3", NULL, "The disk, the database or a device failed.");
}

/* The table of schema/rules/rights.h. */
static void rights(FILE *out)
{
	char roles[200], line[400];

	roff_section(out, "RIGHTS",
		"Which role may do what. Where it says not if linked, a user "
		"who is or is linked to a producer may not do it for that "
		"producer. A settlement is drawn up and approved by two "
		"persons. Who may not do something may do it once with "
		"--supervisor and the PIN of somebody who may, unless his role "
		"only reads. backoffice user rights prints this table.");
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT_OF; a++) {
		const enum action action = (enum action)a;
		size_t used = 0;

		roles[0] = '\0';
		for (int r = 0; r < ROLE_COUNT; r++) {
			if (!rights_may((enum role)r, action))
				continue;
			used += (size_t)snprintf(roles + used,
				sizeof(roles) - used, "%s%s", used ? ", " : "",
				role_name((enum role)r));
		}
		snprintf(line, sizeof(line), "%s: %s%s.", action_words(action),
			roles,
			rights_conflict(action, 1, 1) ? "; not if linked" : "");
		roff_item(out, action_name(action), NULL, line);
	}
}

void manual_print(FILE *out)
{
	roff_page(out, "backoffice",
		"goods, settlements and payouts of a consignment mart");
	roff_section(out, "SYNOPSIS", NULL);
	roff_lines(out, "backoffice COMMAND [OPTION…] [--user NAME] [-d FILE]");
	roff_section(out, "DESCRIPTION",
		"The manager's tool of a mart that sells what small producers "
		"leave there on consignment. A mart is one file; each command "
		"reads it, or adds documents to it in one transaction. What "
		"was written is never changed: a mistake is put right by "
		"another document. Commands that write need --user and that "
		"user's PIN. Standard output is the answer, standard error "
		"the talk.");
	roff_section(out, "OPTIONS",
		"With every command, anywhere on the line:");
	options(out, global_options);
	roff_section(out, "COMMANDS", NULL);
	for (size_t t = 0; command_tables[t]; t++)
		for (const struct command *c = command_tables[t]; c->path; c++)
			command(out, c);
	roff_section(out, "FORMATS", formats);
	journal(out);
	rights(out);
	roff_section(out, "PERSONAL DATA", personal);
	ends(out);
	environment(out);
	files(out);
	roff_section(out, "SEE ALSO", NULL);
	fputs(".BR pos (1)\n", out);
}
