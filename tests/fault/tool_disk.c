/*
 * Crash images made and looked at, for the tests of this folder. Reads
 * commands, a line each, and answers each with lines of which the last begins
 * with `ok` or `no`. Folders and files are given by path.
 *
 *	load BASE LOG LIE     the files before, the log; LIE: honest, lies,
 *	                      wal, or early: each acknowledgement comes before
 *	                      the two syncs in front of it
 *	truth FOLDER SCRATCH  the documents as they are after the log
 *	crash FOLDER SEED COUNT ROUNDS CASHIER BASKET
 *	                      COUNT different images, each made in FOLDER and
 *	                      looked at: `ok CHECKED FAILED OF`; a line for each
 *	                      that is wrong. ROUNDS: images of each random kind
 *	                      at each moment to choose from. CASHIER `-`: none.
 *	                      BASKET `-`: the open basket is not looked at
 *	image FOLDER SEED POINT CUT
 *	                      one image, for a look at it or for what follows
 *	check FOLDER FLOOR CASHIER
 *	                      the mart in FOLDER holds, with FLOOR documents of
 *	                      the truth, or without one if FLOOR is `-`
 *	count FOLDER          the documents in the mart: `ok N`
 *	state FOLDER          what is in the mart, a line a fact
 *
 * A line `DONE` of the log (disk_log.h) tells in offset how many documents
 * were in the file when the command ended: all of them are acknowledged from
 * the first word that the command said. A till's answer acknowledges the
 * document it names, and shows the basket.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "tests/fault/disk_check.h"
#include "tests/fault/disk_image.h"
#include "tests/fault/disk_log.h"

#define LINE_SIZE 4096
#define WORDS_MAX 7

/* What the log says that the person was told. */
struct moment {
	size_t floor;  /* documents */
	size_t basket; /* of baskets[]: the last one shown */
};

static struct {
	char *base, *log;
	bool early; /* acknowledgements */
	enum disk_lie lie;
	struct disk *disk;
	struct check_truth truth;
	struct moment *moments; /* one more than operations */
	struct check_basket *baskets;
	size_t basket_count;
} run;

/* --- acknowledgements ----------------------------------------------------- */

static int64_t number_in(const char *text, const char *name, int64_t otherwise)
{
	const char *at = strstr(text, name);

	return at ? strtoll(at + strlen(name), NULL, 10) : otherwise;
}

/* The basket after this answer of a till. */
static struct check_basket shown(const char *answer, struct check_basket last)
{
	bool refused = strstr(answer, "\"status\":\"ok\"") == NULL;

	if (refused)
		return last;
	if (strstr(answer, "\"lines\":"))
		return (struct check_basket){
			.lines = number_in(answer, "\"lines\":", 0),
			.total = number_in(answer, "\"total\":", 0)};
	return strstr(answer, "\"document\":") ? (struct check_basket){0}
					       : last;
}

static size_t done_after(size_t at)
{
	for (; at < disk_length(run.disk); at++) {
		struct disk_event event = disk_at(run.disk, at);

		if (event.operation == DISK_DONE)
			return event.offset;
	}
	return 0;
}

static void hear(size_t at, struct moment *moment)
{
	struct disk_event event = disk_at(run.disk, at);
	char *text = xstrndup(event.data, event.length);
	struct check_basket basket;
	size_t floor;

	if (text[0] == '{') {
		floor = (size_t)number_in(text, "\"document\":\"1-", 0);
		basket = shown(text, run.baskets[run.basket_count - 1]);
		run.baskets = xrealloc(run.baskets,
			(run.basket_count + 1) * sizeof(*run.baskets));
		run.baskets[run.basket_count] = basket;
		moment->basket = run.basket_count++;
	} else {
		floor = done_after(at);
	}
	if (floor > moment->floor)
		moment->floor = floor;
	free(text);
}

/* The operation before which an acknowledgement is to be taken for heard. */
static size_t moved(size_t at)
{
	size_t earlier = at;

	for (int syncs = run.early ? 2 : 0; syncs > 0 && earlier > 0;)
		syncs -= disk_at(run.disk, --earlier).operation == DISK_SYNC;
	return earlier;
}

static void reckon_moments(void)
{
	size_t length = disk_length(run.disk);
	struct moment now = {0};

	free(run.moments);
	run.moments = xcalloc(length + 1, sizeof(*run.moments));
	run.baskets = xrealloc(run.baskets, sizeof(*run.baskets));
	run.baskets[0] = (struct check_basket){0};
	run.basket_count = 1;
	for (size_t at = 0; at < length; at++) {
		struct disk_event event = disk_at(run.disk, at);

		if (event.operation == DISK_ACKNOWLEDGE)
			hear(at, &now);
		if (event.operation == DISK_DONE && event.offset > now.floor)
			now.floor = event.offset;
		run.moments[at + 1] = now;
		for (size_t i = moved(at); i <= at; i++)
			run.moments[i].floor = now.floor;
	}
}

/* --- what there is -------------------------------------------------------- */

static bool load(char **words)
{
	static const char *const lies[] = {"honest", "lies", "wal", "early"};
	size_t lie = 0;

	while (lie < 3 && strcmp(words[3], lies[lie]) != 0)
		lie++;
	run.early = lie == 3;
	run.lie = run.early ? DISK_HONEST : (enum disk_lie)lie;
	free(run.base);
	free(run.log);
	run.base = xstrdup(words[1]);
	run.log = xstrdup(words[2]);
	if (run.disk)
		disk_close(run.disk);
	run.disk = disk_open(run.base, run.log, run.lie);
	if (!run.disk)
		return false;
	reckon_moments();
	printf("ok %zu\n", disk_length(run.disk));
	return true;
}

/* The disk before the first operation again. */
static void rewind_disk(void)
{
	disk_close(run.disk);
	run.disk = disk_open(run.base, run.log, run.lie);
	if (!run.disk)
		abort();
}

/* Where one transaction ends and the next begins: what can be seen while the
 * power stays on. */
static void find_ends(const char *folder)
{
	rewind_disk();
	for (size_t at = 0; at <= disk_length(run.disk); at++) {
		struct check_document *documents;
		int64_t count;

		if (at > 0 &&
			!strchr("SDE", disk_at(run.disk, at - 1).operation))
			continue;
		disk_move(run.disk, at);
		disk_cut(run.disk, CUT_EVERYTHING, 0, folder);
		count = check_documents(folder, &documents);
		free(documents);
		if (count > 0 && (size_t)count <= run.truth.count)
			run.truth.documents[count - 1].ends = true;
	}
}

static bool read_truth(char **words)
{
	int64_t count;

	free(run.truth.documents);
	count = check_documents(words[1], &run.truth.documents);
	run.truth.count = count < 0 ? 0 : (size_t)count;
	find_ends(words[2]);
	printf("ok %zu\n", run.truth.count);
	return true;
}

/* --- cutting -------------------------------------------------------------- */

struct image {
	uint64_t hash; /* of its bytes, and of what must hold in it */
	uint64_t seed;
	size_t point;
	enum disk_cut cut;
};

static uint64_t mix(uint64_t a, uint64_t b)
{
	a = (a ^ (b + UINT64_C(0x9E3779B97F4A7C15))) *
		UINT64_C(0xBF58476D1CE4E5B9);
	return a ^ (a >> 29);
}

static int by_hash(const void *a, const void *b)
{
	uint64_t x = ((const struct image *)a)->hash;
	uint64_t y = ((const struct image *)b)->hash;

	return (x > y) - (x < y);
}

static int by_point(const void *a, const void *b)
{
	size_t x = ((const struct image *)a)->point;
	size_t y = ((const struct image *)b)->point;

	return (x > y) - (x < y);
}

/* Every image that can be made, each once. */
static struct image *reckon_images(uint64_t seed, size_t rounds, size_t *count)
{
	size_t moments = disk_length(run.disk) + 1;
	struct image *images =
		xcalloc(moments * (2 + 3 * rounds), sizeof(*images));
	size_t made = 0, kept = 0;

	rewind_disk();
	for (size_t at = 0; at < moments; at++) {
		const struct moment *moment = &run.moments[at];

		disk_move(run.disk, at);
		for (size_t i = 0; i < 2 + 3 * rounds; i++) {
			struct image image = {.point = at,
				.cut = (enum disk_cut)(i < 2 ? i : 2 + i % 3),
				.seed = mix(mix(seed, at), i)};

			image.hash = mix(disk_cut(run.disk, image.cut,
						 image.seed, NULL),
				mix(moment->floor, moment->basket));
			images[made++] = image;
		}
	}
	qsort(images, made, sizeof(*images), by_hash);
	for (size_t i = 0; i < made; i++)
		if (i == 0 || images[i].hash != images[kept - 1].hash)
			images[kept++] = images[i];
	*count = kept;
	return images;
}

/* So many of them by chance, in the order of time. */
static size_t choose(struct image *images, size_t count, size_t wanted,
	uint64_t seed)
{
	size_t chosen = 0;

	for (size_t i = 0; i < count && chosen < wanted; i++) {
		seed = mix(seed, i);
		if (seed % (count - i) < wanted - chosen)
			images[chosen++] = images[i];
	}
	qsort(images, chosen, sizeof(*images), by_point);
	return chosen;
}

static bool look_at(const struct image *image, const char *folder,
	const char *cashier, bool basket)
{
	static const char *const names[CUT_COUNT] = {
		"synced", "everything", "subset", "torn", "garbage"};
	const struct moment *moment = &run.moments[image->point];
	size_t first = moment->basket > 0 ? moment->basket - 1 : 0;
	size_t last = moment->basket + 1 < run.basket_count ? moment->basket + 1
							    : moment->basket;
	struct check_wanted wanted = {.truth = &run.truth,
		.floor = moment->floor,
		.baskets = run.baskets + first,
		.basket_count = basket ? last - first + 1 : 0,
		.cashier = strcmp(cashier, "-") == 0 ? NULL : cashier};
	char why[CHECK_WHY_SIZE] = "";

	disk_move(run.disk, image->point);
	disk_cut(run.disk, image->cut, image->seed, folder);
	fprintf(stderr, "at %zu %d %" PRIu64 "\n", image->point,
		(int)image->cut, image->seed);
	if (check_folder(folder, &wanted, why))
		return true;
	printf("wrong %zu %d %" PRIu64 " %s: %s\n", image->point,
		(int)image->cut, image->seed, names[image->cut], why);
	return false;
}

static bool crash(char **words)
{
	uint64_t seed = strtoull(words[2], NULL, 10);
	size_t count, failed = 0;
	struct image *images =
		reckon_images(seed, strtoul(words[4], NULL, 10), &count);
	size_t chosen =
		choose(images, count, strtoul(words[3], NULL, 10), seed);

	rewind_disk();
	for (size_t i = 0; i < chosen; i++)
		failed += !look_at(&images[i], words[1], words[5],
			strcmp(words[6], "-") != 0);
	free(images);
	printf("ok %zu %zu %zu\n", chosen, failed, count);
	return true;
}

static bool make_image(char **words)
{
	rewind_disk();
	disk_move(run.disk, strtoul(words[3], NULL, 10));
	disk_cut(run.disk, (enum disk_cut)strtol(words[4], NULL, 10),
		strtoull(words[2], NULL, 10), words[1]);
	printf("ok %zu\n", run.moments[strtoul(words[3], NULL, 10)].floor);
	return true;
}

/* --- looking -------------------------------------------------------------- */

static bool check(char **words)
{
	struct check_wanted wanted = {
		.truth = strcmp(words[2], "-") == 0 ? NULL : &run.truth,
		.floor = strtoul(words[2], NULL, 10),
		.cashier = strcmp(words[3], "-") == 0 ? NULL : words[3]};
	char why[CHECK_WHY_SIZE] = "";
	bool good = check_folder(words[1], &wanted, why);

	printf("%s %s\n", good ? "ok" : "no", why);
	return true;
}

static bool tell_count(char **words)
{
	struct check_document *documents;
	int64_t count = check_documents(words[1], &documents);

	free(documents);
	printf("ok %" PRId64 "\n", count);
	return true;
}

static bool state(char **words)
{
	struct buffer out;
	bool good;

	buffer_init(&out, 1 << 20);
	good = check_state(words[1], &out);
	printf("%s%s\n", buffer_str(&out), good ? "ok" : "no");
	buffer_release(&out);
	return true;
}

static const struct command {
	const char *name;
	int words;
	bool (*run)(char **words);
} commands[] = {
	{"load", 4, load},
	{"truth", 3, read_truth},
	{"crash", 7, crash},
	{"image", 5, make_image},
	{"check", 4, check},
	{"count", 2, tell_count},
	{"state", 2, state},
};

static bool obey(char *line)
{
	char *words[WORDS_MAX + 1] = {NULL};
	char *rest = NULL;
	int count = 0;

	for (char *word = strtok_r(line, " \n", &rest);
		word && count < WORDS_MAX; word = strtok_r(NULL, " \n", &rest))
		words[count++] = word;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (count == commands[i].words &&
			strcmp(words[0], commands[i].name) == 0)
			return commands[i].run(words);
	return false;
}

int main(void)
{
	char line[LINE_SIZE];

	while (fgets(line, sizeof(line), stdin)) {
		if (!obey(line))
			printf("no: not understood, or not readable\n");
		fflush(stdout);
	}
	return 0;
}
