// time-limit: 300
/*
 * Flipped bits and stale pages: a mart with history and a hot log, as a till
 * that was killed leaves it, has one bit or byte changed in its file, its log,
 * its head file or its key file, or an older page put in the place of a newer.
 * Each must be noticed before it is used: at opening (refused, or nothing may
 * be written), at reading the page, by verify; or be provably without effect.
 *
 * SEED=N takes other places, FAULT_LONG=1 ten times as many.
 */
#include "tests/unit/settlement_model.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "schema/store/head.h"
#include "schema/store/node_key.h"
#include "schema/store/page_sum.h"
#include "schema/store/store_core.h"
#include "schema/store/verify.h"

#define PAGE 4096
#define LOG_HEADER 32
#define FRAME (24 + PAGE)

#ifdef __SANITIZE_ADDRESS__
#define FLIPS 100
#else
#define FLIPS 1000
#endif

/* --- a mart's files as bytes ---------------------------------------------- */

enum part { MAIN, LOG, HEAD, KEY, PARTS };
static const char *const endings[PARTS] = {"", "-wal", ".head", ".key"};

struct bytes {
	unsigned char *data;
	size_t size;
};

/* What lies on the disk at one moment, and what a reader makes of it. */
struct image {
	struct bytes part[PARTS];
};

static struct image now, older, other;
static char digest_now[2 * DOCUMENT_HASH_SIZE + 1];
static char path[160]; /* where a case is tried */
static uint64_t chance = 1;

static uint64_t draw(uint64_t below)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return chance % below;
}

static struct bytes read_part(const char *base, enum part part)
{
	struct bytes bytes = {NULL, 0};
	struct stat status;
	char name[256];
	int fd;

	snprintf(name, sizeof(name), "%s%s", base, endings[part]);
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &status) != 0)
		return bytes;
	bytes.size = (size_t)status.st_size;
	bytes.data = malloc(bytes.size + 1);
	assert_non_null(bytes.data);
	assert_int_equal(read(fd, bytes.data, bytes.size), bytes.size);
	close(fd);
	return bytes;
}

static struct image take_image(const char *base)
{
	struct image image;

	for (int i = 0; i < PARTS; i++)
		image.part[i] = read_part(base, (enum part)i);
	return image;
}

static void release_image(struct image *image)
{
	for (int i = 0; i < PARTS; i++)
		free(image->part[i].data);
}

static struct image copy_of(const struct image *image)
{
	struct image copy = *image;

	for (int i = 0; i < PARTS; i++) {
		copy.part[i].data = malloc(image->part[i].size + 1);
		assert_non_null(copy.part[i].data);
		if (image->part[i].size > 0)
			memcpy(copy.part[i].data, image->part[i].data,
				image->part[i].size);
	}
	return copy;
}

static void put(const struct image *image)
{
	char name[256];

	snprintf(name, sizeof(name), "%s-shm", path);
	unlink(name);
	for (int i = 0; i < PARTS; i++) {
		const struct bytes *bytes = &image->part[i];
		int fd;

		snprintf(name, sizeof(name), "%s%s", path, endings[i]);
		fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
		assert_int_equal(write(fd, bytes->data, bytes->size),
			bytes->size);
		close(fd);
	}
}

/* --- what becomes of a case ----------------------------------------------- */

enum outcome { REFUSED, READ, FOUND, HARMLESS, MISSED, OUTCOMES };
static const char *const words[OUTCOMES] = {"refused at opening",
	"noticed at reading", "found by verify", "without effect", "MISSED"};

struct tally {
	int count[OUTCOMES];
	int cases;
};

static struct tally stale; /* of all kinds of stale pages */

/* Hashes and signatures of all documents: that they are the same means that
 * every fact is. */
static void digest_of(struct store *store, char hex[2 * DOCUMENT_HASH_SIZE + 1])
{
	crypto_generichash_state state;
	unsigned char hash[DOCUMENT_HASH_SIZE];
	sqlite3_stmt *rows = store_statement(store,
		"SELECT hash, signature FROM document ORDER BY id");

	crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	while (rows && store_step(store, rows))
		for (int i = 0; i < 2; i++)
			crypto_generichash_update(&state,
				sqlite3_column_blob(rows, i),
				(unsigned)sqlite3_column_bytes(rows, i));
	crypto_generichash_final(&state, hash, sizeof(hash));
	sodium_bin2hex(hex, 2 * sizeof(hash) + 1, hash, sizeof(hash));
}

/* Reads every page of the file as SQLite does. */
static bool pages_hold(struct store *store)
{
	unsigned char page[PAGE];
	sqlite3_file *file = NULL;
	sqlite3_int64 size = 0;

	assert_int_equal(sqlite3_file_control(store_handle(store), "main",
				 SQLITE_FCNTL_FILE_POINTER, &file),
		SQLITE_OK);
	assert_int_equal(file->pMethods->xFileSize(file, &size), SQLITE_OK);
	for (sqlite3_int64 at = 0; at + PAGE <= size; at += PAGE)
		if (file->pMethods->xRead(file, page, PAGE, at) != SQLITE_OK)
			return false;
	return true;
}

static void ignore(void *context, const char *what, const char *which)
{
	(void)context;
	(void)what;
	(void)which;
}

static bool verify_finds(struct store *store)
{
	struct verify_report report;

	assert_int_equal(store_verify(store, false, ignore, NULL, &report),
		STORE_OK);
	return report.findings > 0;
}

static bool same_key(const struct image *image)
{
	struct node_key is = {0}, ought = {0};

	put(&now);
	node_key_read(&ought, path);
	put(image);
	node_key_read(&is, path);
	return memcmp(&is, &ought, sizeof(is)) == 0;
}

static enum outcome look(struct store *store, bool prove)
{
	char digest[sizeof(digest_now)];

	if (store_doubt(store) != STORE_OK)
		return REFUSED;
	if (!pages_hold(store))
		return READ;
	digest_of(store, digest);
	if (store_failed(store) != STORE_OK)
		return READ;
	if (prove && verify_finds(store))
		return FOUND;
	return strcmp(digest, digest_now) == 0 ? HARMLESS : MISSED;
}

/* prove: what is not noticed otherwise has to be found by verify. */
static enum outcome try(const struct image *image, bool prove)
{
	struct store *store = NULL;
	enum outcome outcome;
	char detail[256];

	put(image);
	if (store_open(path, MART_NOW, &store, detail, sizeof(detail)) !=
		STORE_OK)
		return REFUSED;
	outcome = look(store, prove);
	store_close(store);
	return outcome;
}

static void count(struct tally *tally, enum outcome outcome, const char *what,
	size_t at)
{
	tally->cases++;
	tally->count[outcome]++;
	if (outcome == MISSED && tally->count[MISSED] <= 20)
		printf("  missed: %s at %zu\n", what, at);
}

static void tell(const char *what, const struct tally *tally)
{
	printf("%s: %d", what, tally->cases);
	for (int i = 0; i < OUTCOMES; i++)
		printf(", %d %s", tally->count[i], words[i]);
	printf("\n");
}

/* --- bits ----------------------------------------------------------------- */

/* One bit, or each of a byte's eight with the chance of a half. */
static unsigned char some_bits(void)
{
	unsigned char bits = (unsigned char)(1U << draw(8));

	if (draw(4) == 0)
		bits = (unsigned char)(1 + draw(255));
	return bits;
}

static enum outcome flip(const struct image *from, enum part part, size_t at)
{
	struct image image = copy_of(from);
	enum outcome outcome;

	image.part[part].data[at] ^= some_bits();
	outcome = try(&image, false);
	if (outcome == HARMLESS && part == MAIN)
		outcome = MISSED;
	if (outcome == HARMLESS && part == KEY && !same_key(&image))
		outcome = MISSED;
	release_image(&image);
	return outcome;
}

/* Where a flip strikes the log: its header, a frame's, a frame's page. */
static size_t place_in_log(size_t size)
{
	const size_t frames = (size - LOG_HEADER) / FRAME;

	switch (draw(4)) {
	case 0:
		return draw(LOG_HEADER);
	case 1:
		return LOG_HEADER + draw(frames) * FRAME + draw(24);
	default:
		return draw(size);
	}
}

static void flip_many(const struct image *from, struct tally *tally,
	size_t flips)
{
	for (size_t i = 0; i < flips; i++) {
		const uint64_t dice = draw(20);
		enum part part = dice < 9 ? MAIN
			: dice < 16       ? LOG
			: dice < 18       ? HEAD
					  : KEY;
		const size_t size = from->part[part].size;
		const size_t at = part == LOG ? place_in_log(size) : draw(size);

		count(tally, flip(from, part, at), endings[part], at);
	}
}

/* Without sums, and with a head file that has not kept up: what the harness
 * must then report. */
static bool control_of_flips(void)
{
	struct image bare = copy_of(&now);
	struct tally tally = {.cases = 0};
	struct bytes *file = &bare.part[MAIN];

	for (size_t end = PAGE; end <= file->size; end += PAGE)
		memset(file->data + end - PAGE_SUM_SIZE, 0, PAGE_SUM_SIZE);
	assert_int_equal(bare.part[HEAD].size, older.part[HEAD].size);
	memcpy(bare.part[HEAD].data, older.part[HEAD].data,
		older.part[HEAD].size);
	for (size_t i = 0; i < 20; i++) {
		size_t at = PAGE + draw(file->size - PAGE);

		count(&tally, flip(&bare, MAIN, at), "control", at);
		at = place_in_log(bare.part[LOG].size);
		count(&tally, flip(&bare, LOG, at), "control", at);
	}
	tell("control: flips without sums, an old head", &tally);
	release_image(&bare);
	return tally.count[MISSED] > 0;
}

/* --- stale pages ---------------------------------------------------------- */

static size_t pages_of(const struct bytes *bytes)
{
	return bytes->size / PAGE;
}

static enum outcome with_page(size_t to, const struct bytes *from, size_t page)
{
	struct image image = copy_of(&now);
	enum outcome outcome;

	memcpy(image.part[MAIN].data + to * PAGE, from->data + page * PAGE,
		PAGE);
	outcome = try(&image, true);
	release_image(&image);
	return outcome;
}

/* A page as it was earlier, or as another mart has it: its sum holds. Whether
 * the log has a newer one, so that it is not read, verify knows. */
static void strange_pages(const struct image *from, const char *what,
	size_t most)
{
	const struct bytes *is = &now.part[MAIN];
	const struct bytes *was = &from->part[MAIN];
	struct tally tally = {.cases = 0};
	size_t pages = pages_of(was) < pages_of(is) ? pages_of(was)
						    : pages_of(is);

	for (size_t i = 0; i < pages; i++) {
		if (memcmp(is->data + i * PAGE, was->data + i * PAGE, PAGE) ==
				0 ||
			draw(pages) >= most)
			continue;
		count(&tally, with_page(i, was, i), what, i + 1);
	}
	tell(what, &tally);
	stale.cases += tally.cases;
	stale.count[MISSED] += tally.count[MISSED];
}

static void swapped_pages(size_t times)
{
	const struct bytes *is = &now.part[MAIN];
	struct tally tally = {.cases = 0};

	for (size_t i = 0; i < times; i++) {
		const size_t a = draw(pages_of(is));
		const size_t b =
			(a + 1 + draw(pages_of(is) - 1)) % pages_of(is);

		count(&tally, with_page(a, is, b), "another page", a + 1);
	}
	tell("another page of the file", &tally);
	stale.cases += tally.cases;
	stale.count[MISSED] += tally.count[MISSED];
}

static void cut_logs(size_t step)
{
	const size_t size = now.part[LOG].size;
	struct tally tally = {.cases = 0};

	for (size_t at = 0; at < size; at += step) {
		struct image image = now;

		image.part[LOG].size = at;
		count(&tally, try(&image, false), "log cut", at);
	}
	tell("log cut", &tally);
	stale.cases += tally.cases;
	stale.count[MISSED] += tally.count[MISSED];
}

/* The log of an earlier moment beside the file of now, and the other way. */
static void old_logs(void)
{
	struct tally tally = {.cases = 0};
	struct image image = now;

	image.part[LOG] = older.part[LOG];
	count(&tally, try(&image, true), "an old log", 0);
	image = now;
	image.part[MAIN] = older.part[MAIN];
	count(&tally, try(&image, true), "an old file", 0);
	image.part[LOG] = older.part[LOG];
	count(&tally, try(&image, true), "an old file and log", 0);
	image = now;
	image.part[LOG] = other.part[LOG];
	count(&tally, try(&image, true), "another mart's log", 0);
	image = now;
	image.part[KEY] = other.part[KEY];
	count(&tally, try(&image, true), "another mart's key", 0);
	image = now;
	image.part[HEAD] = other.part[HEAD];
	count(&tally, try(&image, true), "another mart's head", 0);
	tell("other files", &tally);
	stale.cases += tally.cases;
	stale.count[MISSED] += tally.count[MISSED];
}

/* --- the history ---------------------------------------------------------- */

static void trade(int days)
{
	for (int day = 0; day < days; day++) {
		model_open_on(model.day + 1);
		model_stock(day % PRODUCERS, day % ITEMS, "receive", "received",
			50, 0);
		for (int i = 0; i < 4; i++)
			model_sell_of((day + i) % PRODUCERS, i % ITEMS, 1 + i,
				12500, day % 3);
		model_give_back(model.events - 1, 1, 12500);
		if (day % 3 == 2 &&
			model_settle(day % PRODUCERS, model.day) ==
				SETTLE_ALLOWED)
			model_approve(model.papers - 1, ANI);
	}
}

static void make_other(void)
{
	struct mart mart;
	struct store *store;

	mart_make(&mart);
	store = mart_open(&mart);
	assert_int_equal(store_set_local(store, "x", "y"), STORE_OK);
	other = take_image(mart.path);
	store_close(store);
	mart_remove(&mart);
}

/* Files of a till that runs: its log is hot. */
static void make_images(void)
{
	for (int p = 0; p < PRODUCERS; p++)
		model_agree(p, 0, 0);
	trade(12);
	older = take_image(model.mart.path);
	trade(12);
	store_idle(model.store);
	model_open_on(model.day);
	for (int i = 0; i < 12; i++)
		model_sell_of(i % PRODUCERS, i % ITEMS, 1 + i, 12500, 0);
	now = take_image(model.mart.path);
	digest_of(model.store, digest_now);
	snprintf(path, sizeof(path), "%s/case.db", model.mart.folder);
}

static void test_what_changed_is_noticed(void **state)
{
	const bool is_long = getenv("FAULT_LONG") != NULL;
	struct tally flips = {.cases = 0};
	bool caught;

	(void)state;
	make_images();
	make_other();
	assert_true(now.part[LOG].size > 20 * FRAME);
	assert_int_equal(try(&now, true), HARMLESS);
	flip_many(&now, &flips, is_long ? 10 * FLIPS : FLIPS);
	tell("flips", &flips);
	caught = control_of_flips();
	printf("fault: G8 | flipped bits and bytes | %d | %d | %s\n",
		flips.cases, flips.count[MISSED], caught ? "caught" : "missed");
	strange_pages(&older, "a page of an earlier moment",
		is_long ? SIZE_MAX : 25);
	strange_pages(&other, "a page of another mart",
		is_long ? SIZE_MAX : 25);
	swapped_pages(is_long ? 500 : 50);
	cut_logs(is_long ? 97 : FRAME);
	old_logs();
	printf("fault: G8 | stale pages, cut logs | %d | %d | -\n", stale.cases,
		stale.count[MISSED]);
	release_image(&now);
	release_image(&older);
	release_image(&other);
	assert_true(caught);
	assert_int_equal(flips.count[MISSED], 0);
	assert_int_equal(stale.count[MISSED], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_changed_is_noticed,
			model_start, model_stop),
	};
	const char *seed = getenv("SEED");

	chance += seed ? strtoull(seed, NULL, 10) * 7919 : 88172645463325252U;
	printf("SEED=%s\n", seed ? seed : "0");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
