/* A mart in a folder of its own, for tests on the real file. */
#ifndef TITIPAN_UNIT_MART_H
#define TITIPAN_UNIT_MART_H

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "schema/store/document.h"

#define MART_NOW "2026-11-02T09:00"
#define MART_OWNER "ani"
#define MART_PIN "135790"

struct mart {
	char folder[64];
	char path[96];
};

static inline void mart_folder(struct mart *mart)
{
	const char *base = getenv("TMPDIR");

	snprintf(mart->folder, sizeof(mart->folder), "%s/mart-XXXXXX",
		base && strlen(base) < 40 ? base : "/tmp");
	assert_non_null(mkdtemp(mart->folder));
	snprintf(mart->path, sizeof(mart->path), "%s/mart.db", mart->folder);
}

/* A rehearsal mart GTN of node 1 with one owner. */
static inline void mart_make(struct mart *mart)
{
	const struct store_plan plan = {
		.code = "GTN",
		.name = "Mart Contoh",
		.legal_form = "koperasi",
		.timezone = "Asia/Jakarta",
		.owner = MART_OWNER,
		.owner_pin = MART_PIN,
		.rounding_unit = 100,
		.rounding_direction = "down",
		.rehearsal = true,
	};
	char detail[256];

	mart_folder(mart);
	assert_int_equal(store_create(mart->path, MART_NOW, &plan, detail,
				 sizeof(detail)),
		STORE_OK);
}

static inline struct store *mart_open_at(const char *path)
{
	struct store *store = NULL;
	char detail[256];
	enum store_result result =
		store_open(path, MART_NOW, &store, detail, sizeof(detail));

	if (result != STORE_OK)
		fail_msg("%s: %s: %s", path, store_message(result), detail);
	return store;
}

static inline struct store *mart_open(const struct mart *mart)
{
	return mart_open_at(mart->path);
}

/* Removes the folder and the files in it. */
static inline void mart_remove(const struct mart *mart)
{
	DIR *folder = opendir(mart->folder);
	const struct dirent *entry;

	assert_non_null(folder);
	while ((entry = readdir(folder)))
		unlinkat(dirfd(folder), entry->d_name, 0);
	closedir(folder);
	rmdir(mart->folder);
}

#endif
