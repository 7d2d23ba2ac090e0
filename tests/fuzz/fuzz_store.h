/* A mart in a folder of its own, for the targets that need a real file. */
#ifndef TITIPAN_FUZZ_FUZZ_STORE_H
#define TITIPAN_FUZZ_FUZZ_STORE_H

#include <dirent.h>
#include <unistd.h>

#include "schema/store/document.h"
#include "tests/fuzz/fuzz.h"

static char fuzz_folder[] = "/tmp/fuzz-XXXXXX";
static char fuzz_path[64];

static inline void fuzz_clean_up(void)
{
	DIR *folder = opendir(fuzz_folder);
	const struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		unlinkat(dirfd(folder), entry->d_name, 0);
	if (folder)
		closedir(folder);
	rmdir(fuzz_folder);
}

static inline struct store *fuzz_open(void)
{
	struct store *store = NULL;
	char detail[256];

	FUZZ_CHECK(store_open(fuzz_path, "2026-11-02T09:00", &store, detail,
			   sizeof(detail)) == STORE_OK);
	return store;
}

/* A rehearsal mart of node 1 with one owner. */
static inline void fuzz_make_mart(void)
{
	const struct store_plan plan = {
		.code = "GTN",
		.name = "Mart Contoh",
		.legal_form = "koperasi",
		.timezone = "Asia/Jakarta",
		.owner = "ani",
		.owner_pin = "135790",
		.rounding_unit = 100,
		.rounding_direction = "down",
		.rehearsal = true,
	};
	char detail[256];

	FUZZ_CHECK(mkdtemp(fuzz_folder));
	atexit(fuzz_clean_up);
	snprintf(fuzz_path, sizeof(fuzz_path), "%s/mart.db", fuzz_folder);
	FUZZ_CHECK(store_create(fuzz_path, "2026-11-02T09:00", &plan, detail,
			   sizeof(detail)) == STORE_OK);
}

static inline void fuzz_write_file(const char *path, const uint8_t *bytes,
	size_t size)
{
	FILE *file = fopen(path, "wb");

	FUZZ_CHECK(file);
	FUZZ_CHECK(fwrite(bytes, 1, size, file) == size);
	FUZZ_CHECK(fclose(file) == 0);
}

#endif
