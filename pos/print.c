/*
 * From a queued job to the printer's bytes. `sending` is written before the
 * first byte goes out, so that after a crash nobody takes for printed what
 * may be half a receipt.
 */
#include "pos/print.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/codec/paper_escpos.h"
#include "drivers/codec/paper_text.h"
#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/transport/transport.h"
#include "pos/paper/load.h"
#include "pos/print_suspend.h"
#include "schema/store/print_job.h"

#define TEXT_COLUMNS 32
#define BYTES_MAX ((size_t)4 * 1024 * 1024)
#define OPEN_WAIT_MS 500
#define WRITE_WAIT_MS 3000

struct printer {
	struct store *store;
	char *address;                        /* NULL: paper goes nowhere */
	const struct escpos_profile *profile; /* NULL: plain text */
};

static bool ends_in(const char *text, const char *tail)
{
	size_t length = strlen(text), end = strlen(tail);

	return length >= end && strcmp(text + length - end, tail) == 0;
}

struct printer *printer_new(struct store *store, const char *address,
	const char *name)
{
	const struct escpos_profile *profile = escpos_profiles();
	struct printer *printer;

	if (name == NULL)
		name = address != NULL && ends_in(address, ".txt") ? "text"
								   : "";
	if (strcmp(name, "text") == 0)
		profile = NULL;
	else if (name[0] != '\0') {
		profile = escpos_profile_find(name);
		if (profile == NULL)
			return NULL;
	}
	printer = xcalloc(1, sizeof(*printer));
	printer->store = store;
	printer->address = address == NULL ? NULL : xstrdup(address);
	printer->profile = profile;
	return printer;
}

void printer_free(struct printer *printer)
{
	if (printer == NULL)
		return;
	free(printer->address);
	free(printer);
}

bool printer_is_there(const struct printer *printer)
{
	return printer->address != NULL;
}

enum store_result printer_queue(struct printer *printer, int64_t document,
	const char *paper, int64_t copy)
{
	if (printer->address == NULL)
		return STORE_OK;
	return print_job_add(printer->store, document, paper, copy);
}

/* Sends a paper; *started: some of it may have reached the printer. */
static bool render(const struct printer *printer, const struct paper *paper,
	struct buffer *bytes)
{
	return printer->profile == NULL
		? paper_text(paper, TEXT_COLUMNS, bytes)
		: paper_escpos(paper, printer->profile, bytes);
}

/* False: *why says so; *started tells whether bytes went out before. */
static bool send(const struct printer *printer, const struct paper *paper,
	bool *started, const char **why)
{
	struct buffer bytes;
	struct transport *transport;
	enum transport_result result;
	size_t written = 0;

	*started = false;
	buffer_init(&bytes, BYTES_MAX);
	if (!render(printer, paper, &bytes)) {
		buffer_release(&bytes);
		*why = N_("it is too long for a printer");
		return false;
	}
	result = transport_open(printer->address, OPEN_WAIT_MS, &transport);
	if (result == TRANSPORT_DONE) {
		result = transport_write(transport, buffer_str(&bytes),
			bytes.length, WRITE_WAIT_MS, &written);
		*started = written > 0;
		transport_close(transport);
	}
	buffer_release(&bytes);
	if (result != TRANSPORT_DONE)
		*why = transport_message(result);
	return result == TRANSPORT_DONE;
}

/* By the names that the till gives its papers. An X is of no document of its
 * own, so it has no job: who needs it again asks again. */
static const struct {
	const char *name;
	enum store_result (*load)(struct store *store, int64_t document,
		int copy, struct paper **paper);
	bool has_job;
} papers[] = {
	{"receipt", paper_load_receipt, true},
	{"z", paper_load_shift, true},
	{"x", paper_load_shift, false},
	{"suspend", print_load_suspend, true},
	{"cash", paper_load_cash, true},
};

static struct paper *load(struct store *store, int64_t document,
	const char *name, int64_t copy, bool *has_job)
{
	struct paper *paper = NULL;

	for (size_t i = 0; i < sizeof(papers) / sizeof(papers[0]); i++) {
		if (strcmp(papers[i].name, name) != 0)
			continue;
		*has_job = papers[i].has_job;
		if (papers[i].load(store, document, (int)copy, &paper) ==
			STORE_OK)
			return paper;
	}
	return NULL;
}

static void set_state(const struct printer *printer, int64_t document,
	const char *name, int64_t copy, enum print_state state)
{
	(void)print_job_set(printer->store, document, name, copy, state);
}

bool printer_print(struct printer *printer, int64_t document, const char *name,
	int64_t copy, bool drawer, const char **why)
{
	struct paper *paper;
	bool sent, started, has_job = false;

	if (printer->address == NULL)
		return true;
	paper = load(printer->store, document, name, copy, &has_job);
	if (paper == NULL) {
		*why = N_("the paper cannot be made; the document is saved");
		return false;
	}
	if (drawer)
		paper_drawer(paper);
	if (has_job)
		set_state(printer, document, name, copy, PRINT_SENDING);
	sent = send(printer, paper, &started, why);
	paper_free(paper);
	if (has_job)
		set_state(printer, document, name, copy,
			sent              ? PRINT_PRINTED
				: started ? PRINT_UNKNOWN
					  : PRINT_FAILED);
	return sent;
}

bool printer_open_drawer(struct printer *printer, const char **why)
{
	struct paper *paper;
	bool sent, started;

	if (printer->address == NULL || printer->profile == NULL)
		return true;
	paper = paper_new();
	paper_drawer(paper);
	sent = send(printer, paper, &started, why);
	paper_free(paper);
	return sent;
}
