/* The log of the open basket as a crash, a torn disk or another program left
 * it: it opens to a basket that adds up or to none, and takes new records. */
#include <unistd.h>

#include "pos/basketlog.h"
#include "tests/fuzz/till_checks.h"

static char folder[] = "/tmp/fuzz-XXXXXX";
static char path[64], database[64];

static void clean_up(void)
{
	unlink(path);
	rmdir(folder);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	if (!mkdtemp(folder))
		abort();
	snprintf(database, sizeof(database), "%s/m", folder);
	snprintf(path, sizeof(path), "%s/m.basket-1", folder);
	atexit(clean_up);
	return 0;
}

static bool never_over(void *context, const struct till_basket *basket)
{
	(void)context;
	(void)basket;
	return false;
}

static void write_file(const uint8_t *bytes, size_t size)
{
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
		abort();
}

/* What is appended now is there after the next crash. */
static void check_append(struct basketlog *log, struct till_basket *basket)
{
	struct buffer before, after;
	bool empty = till_basket_is_empty(basket);

	buffer_init(&before, TILL_BASKET_TEXT_MAX);
	buffer_init(&after, TILL_BASKET_TEXT_MAX);
	FUZZ_CHECK(till_basket_write(basket, &before));
	FUZZ_CHECK(basketlog_append(log, before.data, before.length));
	basketlog_leave(log);
	FUZZ_CHECK(basketlog_take(log, basket->user, basket) == !empty);
	FUZZ_CHECK(till_basket_write(basket, &after));
	FUZZ_CHECK(empty ||
		strcmp(buffer_str(&before), buffer_str(&after)) == 0);
	buffer_release(&before);
	buffer_release(&after);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct basketlog *log;
	struct till_basket basket;

	write_file(bytes, size);
	till_basket_init(&basket);
	log = basketlog_new(database, never_over, NULL);
	(void)basketlog_elsewhere(log, 1);
	if (basketlog_take(log, 1, &basket)) {
		FUZZ_CHECK(basket.user == 1);
		FUZZ_CHECK(!till_basket_is_empty(&basket));
		check_append(log, &basket);
	}
	basketlog_free(log);
	till_basket_release(&basket);
	return 0;
}
