/* Commands of the back office on a mart that takes no document: each runs to
 * its COMMIT, which then does not happen. What it says is clean, and the mart
 * is as before. */
#ifndef TITIPAN_FUZZ_FUZZ_COMMAND_H
#define TITIPAN_FUZZ_FUZZ_COMMAND_H

#include <sqlite3.h>

#include "backoffice/command/command_int.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/store/store_int.h"
#include "tests/fuzz/fuzz_store.h"

static struct store *fuzz_mart;
static bool fuzz_commits;
static int64_t fuzz_documents;

static inline int fuzz_hook(void *context)
{
	(void)context;
	return !fuzz_commits;
}

static inline int64_t fuzz_count(void)
{
	return store_integer(fuzz_mart, "SELECT count(*) FROM document", 0,
		NULL, -1);
}

/* What a person or a program reads: no control byte but the line's end. */
static inline void fuzz_check_said(const char *text, size_t size)
{
	FUZZ_CHECK(text_is_utf8(text, size));
	for (size_t i = 0; i < size; i++) {
		unsigned char byte = (unsigned char)text[i];

		FUZZ_CHECK(byte >= 0x20 || byte == '\n' || byte == '\r' ||
			byte == '\t');
		FUZZ_CHECK(byte != 0x7F);
		/* C1 in UTF-8 */
		FUZZ_CHECK(byte != 0xC2 || (unsigned char)text[i + 1] >= 0xA0);
	}
}

static inline enum command_result fuzz_run(int argc, char **argv)
{
	struct command_path path;
	struct context context = {.format = OUTPUT_TABLE,
		.file = "mart.db",
		.store = fuzz_mart,
		.author = {.user = (INT64_C(1) << 40) + 1},
		.user = {.id = (INT64_C(1) << 40) + 1,
			.role = ROLE_OWNER,
			.name = "ani",
			.active = true}};
	struct arguments *arguments = NULL;
	enum command_result result = COMMAND_USAGE;
	char *said = NULL, *complained = NULL;
	size_t said_size = 0, complained_size = 0;
	FILE *real = stderr;

	command_path_find(argc, argv, &path);
	if (!path.command)
		return result;
	context.command = path.command;
	context.out = open_memstream(&said, &said_size);
	stderr = open_memstream(&complained, &complained_size);
	sqlite3_commit_hook(store_handle(fuzz_mart), fuzz_hook, NULL);
	result = arguments_read(&context, argc, argv, &path, &arguments);
	if (result == COMMAND_DONE) {
		context.format = (enum output_format)command_word(&context,
			"format", OUTPUT_TABLE);
		context.format_given = command_given(&context, "format");
		result = arguments_read_instants(&context, 25200);
	}
	if (result == COMMAND_DONE)
		result = path.command->run(&context);
	arguments_free(arguments);
	fclose(context.out);
	fclose(stderr);
	stderr = real;
	fuzz_check_said(said, said_size);
	fuzz_check_said(complained, complained_size);
	FUZZ_CHECK(!store_in_write(fuzz_mart));
	FUZZ_CHECK(fuzz_commits || fuzz_count() == fuzz_documents);
	free(said);
	free(complained);
	return result;
}

/* A line of words parted by blanks. */
static inline void fuzz_do(const char *line)
{
	char *copy = strdup(line);
	char *argv[64] = {(char *)(uintptr_t) "backoffice"};
	int argc = 1;

	for (char *word = copy; word && argc < 64;) {
		char *end = strchr(word, ' ');

		if (end)
			*end++ = '\0';
		argv[argc++] = word;
		word = end;
	}
	FUZZ_CHECK(fuzz_run(argc, argv) == COMMAND_DONE);
	free(copy);
}

static inline void fuzz_close_mart(void)
{
	store_close(fuzz_mart);
}

/* A mart with a little of everything in it. */
static inline void fuzz_open_mart(void)
{
	setenv("MART_NEW_PIN", "246810", 1);
	setenv("LANGUAGE", "en", 1);
	language_start();
	fuzz_make_mart();
	fuzz_mart = fuzz_open();
	atexit(fuzz_close_mart);
	fuzz_commits = true;
	fuzz_do("producer add --code P1 --name Keripik");
	fuzz_do("agreement set --producer P1 --commission 20");
	fuzz_do("item add --sku KRP --name Keripik --price 12500 --producer P1"
		" --barcode 8991234567891");
	fuzz_do("item add --sku TEH --name Teh --price 10000");
	fuzz_do("stock receive --producer P1 KRP=10@A1:2027-01-01");
	fuzz_do("stock receive --supplier Agen TEH=10*8000");
	fuzz_commits = false;
	fuzz_documents = fuzz_count();
}

#endif
